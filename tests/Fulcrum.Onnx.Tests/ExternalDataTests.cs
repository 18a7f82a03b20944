using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Onnx.Tests;

public sealed class ExternalDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-external-").FullName;

    [Fact]
    public void Write_Beside_MovesLargeTensorsAndReadFindsThem()
    {
        Model model = Create();
        OnnxFile.Write(model, At("m.onnx"), ExternalData.Beside);
        Assert.True(new FileInfo(At("m.onnx")).Length < 1000);
        Assert.Equal(8192, new FileInfo(At("m.onnx.data")).Length);
        Model read = OnnxFile.Read(At("m.onnx"));
        Assert.Equal(["m.onnx.data", "m.onnx.data", null], read.Graph.Initializers.Select(t => t.External?.First(e => e.Key == "location").Value));
        Assert.All(model.Graph.Initializers.Zip(read.Graph.Initializers), pair => Assert.Equal(pair.First.Bytes.ToArray(), pair.Second.Bytes.ToArray()));
    }

    [Fact]
    public void Write_EmbedOfAModelWithExternalData_EqualsTheOriginalFile()
    {
        OnnxFile.Write(Create(), At("m.onnx"), ExternalData.Beside);
        OnnxFile.Write(OnnxFile.Read(At("m.onnx")), At("one.onnx"), ExternalData.Embed);
        Assert.Equal(OnnxFile.Serialize(Create()), File.ReadAllBytes(At("one.onnx")));
    }

    [Fact]
    public void Write_AutoOfAModelWithExternalData_KeepsItExternal()
    {
        OnnxFile.Write(Create(), At("m.onnx"), ExternalData.Beside);
        OnnxFile.Write(OnnxFile.Read(At("m.onnx")), At("copy.onnx"));
        Assert.Equal(File.ReadAllBytes(At("m.onnx.data")), File.ReadAllBytes(At("copy.onnx.data")));
        Assert.Equal("copy.onnx.data", OnnxFile.Read(At("copy.onnx")).Graph.Initializers[0].External![0].Value);
    }

    [Fact]
    public void Write_OverTheFilesItReadsFrom_KeepsTheWeights()
    {
        OnnxFile.Write(Create(), At("m.onnx"), ExternalData.Beside);
        OnnxFile.Write(OnnxFile.Read(At("m.onnx")), At("m.onnx"), ExternalData.Beside);
        Assert.Equal(Create().Graph.Initializers[0].Bytes.ToArray(), OnnxFile.Read(At("m.onnx")).Graph.Initializers[0].Bytes.ToArray());
    }

    [Fact]
    public void Parse_FromMemory_FollowsNoReference()
    {
        OnnxFile.Write(Create(), At("m.onnx"), ExternalData.Beside);
        Tensor tensor = OnnxFile.Parse(File.ReadAllBytes(At("m.onnx")), "memory").Graph.Initializers[0];
        Assert.Null(tensor.Data);
        Assert.NotNull(tensor.External);
    }

    [Fact]
    public void Write_ToAFolderThatIsAFile_LeavesNothingBehind()
    {
        File.WriteAllText(At("file"), "");
        Assert.Equal("output-not-writable", Assert.Throws<InputException>(() => OnnxFile.Write(Create(), Path.Combine(At("file"), "m.onnx"), ExternalData.Beside)).Problems[0].Code);
        Assert.Equal(["file"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Read_LargeFile_LeavesWeightsOnDisk()
    {
        OnnxFile.Write(Create(4 << 20), At("m.onnx"));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Model model = OnnxFile.Read(At("m.onnx"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal(Create(4 << 20).Graph.Initializers[0].Bytes.ToArray(), model.Graph.Initializers[0].Bytes.ToArray());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private static Model Create(int elements = 1024)
    {
        var builder = new GraphBuilder("external");
        string x = builder.Input("x", ElementType.Float, elements);
        string a = builder.Constant(Tensor.From<float>("a", [elements], [.. Enumerable.Range(0, elements).Select(i => (float)i)]));
        string b = builder.Constant(Tensor.From<float>("b", [elements], [.. Enumerable.Range(0, elements).Select(i => -(float)i)]));
        string c = builder.Constant(Tensor.Scalar("c", 2f));
        builder.Output(builder.Emit("Mul", [builder.Emit("Add", [builder.Emit("Add", [x, a], "s"), b], "t"), c], "y"), ElementType.Float, elements);
        return new Model { Graph = builder.ToGraph() };
    }
}
