using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Text;
using Fulcrum.Onnx;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Soak;

/// <summary>A repository of two small models and a plan, each served by a process of its own.</summary>
public sealed class SoakSite : IDisposable
{
    private const string Net = """<ir_version: 8, opset_import: ["" : 17]> g (float[N, 64] x) => (float[N, 64] y) { h = Mul(x, x) y = Relu(h) }""";
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-soak-").FullName;
    private readonly byte[] _frame;

    public SoakSite()
    {
        byte[] model = OnnxFile.Serialize(GraphText.Parse(Net));
        foreach (string name in new[] { "steady", "reloaded" })
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "repository", name, "1")).FullName, "model.onnx"), model);
        string plan = Path.Combine(_folder, "plan");
        _frame = Plan(plan);
        (Repository, RepositoryUrl) = Start("serve", "--repository", Path.Combine(_folder, "repository"), "--model-control", "explicit", "--load-model", "steady", "--load-model", "reloaded");
        (Tier, TierUrl) = Start("serve", "--plan", plan, "--tier", "server");
    }

    /// <summary>The server of models.</summary>
    public Process Repository { get; }

    public Uri RepositoryUrl { get; }

    /// <summary>The server of a plan's tier.</summary>
    public Process Tier { get; }

    public Uri TierUrl { get; }

    /// <summary>A client of a model.</summary>
    public SoakClient Model(string name)
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"inputs":[{"name":"x","shape":[1,64],"datatype":"FP32","parameters":{"binary_data_size":256}}],"parameters":{"binary_data_output":true}}""");
        return new SoakClient(RepositoryUrl, $"/v2/models/{name}/infer", $"Inference-Header-Content-Length: {json.Length}\r\n", [.. json, .. Values()]);
    }

    /// <summary>A client of the tier.</summary>
    public SoakClient Device() => new(TierUrl, "/fulcrum/v1/plans/net/run", "", _frame);

    public void Dispose()
    {
        foreach (Process process in (Process[])[Repository, Tier])
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static byte[] Values() => [.. Enumerable.Range(0, 64).SelectMany(i => BitConverter.GetBytes(i / 8f))];

    private static byte[] Plan(string folder)
    {
        byte[] head = OnnxFile.Serialize(GraphText.Parse("""<ir_version: 8, opset_import: ["" : 17]> g (float[1, 64] x) => (float[1, 64] h) { h = Mul(x, x) }"""));
        byte[] tail = OnnxFile.Serialize(GraphText.Parse("""<ir_version: 8, opset_import: ["" : 17]> g (float[1, 64] h) => (float[1, 64] y) { y = Relu(h) }"""));
        static ManifestTier Tier(string name, byte[] file) => new(name, [new ManifestSegment($"{name}.onnx", Convert.ToHexStringLower(SHA256.HashData(file)), null)], []);
        PlanFolder made = PlanFolder.Write(folder, new PlanManifest(
            PlanManifest.CurrentFormat, "net", new string('0', 64), [new("x", PlanElement.Float32, [1, 64])], [Tier("device", head), Tier("server", tail)],
            [new ManifestLink("device", "server", [new ManifestTensor("h", PlanElement.Float32, [1, 64], PlanCoding.Plain)])], [new ManifestOutput("y", PlanElement.Float32, [1, 64], "server")], new Dictionary<string, double>()),
            new Dictionary<string, byte[]> { ["device.onnx"] = head, ["server.onnx"] = tail });
        byte[] frame = [.. new byte[PlanFrame.HeaderBytes + PlanFrame.LengthBytes], .. Values()];
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(PlanFrame.HeaderBytes), 256);
        PlanFrame.Seal(frame, made.Tag);
        return frame;
    }

    private static (Process, Uri) Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "fulcrum.dll"), .. arguments, "--threads", "1", "--urls", "http://127.0.0.1:0", "--output", "json"]) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        string line = process.StandardOutput.ReadLine() ?? throw new IOException("The server did not start.");
        return (process, new Uri(JsonDocument.Parse(line).RootElement.GetProperty("url").GetString()!));
    }
}
