using System.Globalization;
using System.Text.Json;
using Fulcrum.Graphs;
using Fulcrum.Onnx;

namespace Fulcrum.Cli.Tests;

/// <summary>A model with gigabytes of weights in a sparse file beside it. FULCRUM_FULL=1 also splits the largest, which writes 3 GiB.</summary>
public sealed class LargeModelTests : IDisposable
{
    private const int Width = 4096;
    private const long LayerBytes = (long)Width * Width * 4;
    private const long Limit = 512L << 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-large-").FullName;

    public static bool IsFull => Environment.GetEnvironmentVariable("FULCRUM_FULL") == "1";

    [Fact]
    public async Task Inspect_ThreeGiBOfExternalData_TakesLittleMemory()
    {
        JsonElement result = await Run("inspect", Create(48), "--output", "json");
        Assert.Equal(48L * Width * Width, result.GetProperty("parameters").GetInt64());
        Assert.Equal(3L << 30, result.GetProperty("external_bytes").GetInt64());
    }

    [Fact]
    public async Task Cuts_ThreeGiBOfExternalData_TakesLittleMemory() =>
        Assert.Equal(48, (await Run("cuts", Create(48), "--output", "json")).GetProperty("cuts").GetArrayLength());

    [Fact]
    public async Task Split_ExternalData_WritesBothPartsWithTheirOwnData()
    {
        int layers = IsFull ? 48 : 8;
        string parts = Path.Combine(_folder, "parts");
        JsonElement result = await Run("split", Create(layers), "--at", "v3", "-o", parts, "--output", "json");
        Assert.Equal(2, result.GetProperty("segments").GetArrayLength());
        Assert.Equal(4 * LayerBytes, new FileInfo(Path.Combine(parts, "segment-1.onnx.data")).Length);
        Assert.Equal((layers - 4) * LayerBytes, new FileInfo(Path.Combine(parts, "segment-2.onnx.data")).Length);
        Assert.Equal(layers - 4, OnnxFile.Read(Path.Combine(parts, "segment-2.onnx")).Graph.Initializers.Count);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<JsonElement> Run(params string[] arguments)
    {
        (int code, string output, string error, long peak) = await FulcrumProcess.RunMeasuredAsync(arguments);
        Assert.True(code == 0, error);
        if (OperatingSystem.IsLinux())
            Assert.InRange(peak, 1, Limit);
        TestContext.Current.TestOutputHelper?.WriteLine($"{arguments[0]}: peak {peak >> 20} MiB");
        return JsonDocument.Parse(output).RootElement;
    }

    private string Create(int layers)
    {
        var builder = new GraphBuilder("large");
        string value = builder.Input("x", ElementType.Float, Dim.Named("batch"), Width);
        for (int i = 0; i < layers; i++)
        {
            string offset = (i * LayerBytes).ToString(CultureInfo.InvariantCulture);
            string weight = builder.Constant(new Tensor { Name = $"w{i}", Element = ElementType.Float, Shape = [Width, Width], External = [new("location", "large.data"), new("offset", offset)] });
            value = builder.Emit("Relu", [builder.Emit("MatMul", [value, weight], $"m{i}")], $"v{i}");
        }

        builder.Output(value, ElementType.Float, Dim.Named("batch"), Width);
        using (FileStream data = File.Create(Path.Combine(_folder, "large.data")))
            data.SetLength(layers * LayerBytes);
        string path = Path.Combine(_folder, "large.onnx");
        OnnxFile.Write(new Model { Graph = builder.ToGraph() }, path);
        return path;
    }
}
