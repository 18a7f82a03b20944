using Fulcrum.Graphs;
using Fulcrum.Hostile.Tests.Made;
using Fulcrum.Onnx;
using Fulcrum.Problems;

namespace Fulcrum.Hostile.Tests.Output;

/// <summary>Writing: all or nothing, and only where we were told to. CVE-2025-51480.</summary>
public sealed class WriteFaultTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Model Large(params MetadataEntry[] external)
    {
        var builder = new GraphBuilder("g");
        builder.Input("x", ElementType.Float, 4096);
        for (int i = 0; i < 3; i++)
            builder.Constant(Tensor.From<float>($"w{i}", [4096], new float[4096]));
        string sum = builder.Emit("Sum", ["x", "w0", "w1", "w2"], "y");
        builder.Output(sum, ElementType.Float, 4096);
        Graph graph = builder.ToGraph();
        return new Model { Graph = external.Length == 0 ? graph : graph with { Initializers = [.. graph.Initializers.Select(t => t with { External = external })] } };
    }

    [Theory]
    [InlineData(ExternalData.Embed)]
    [InlineData(ExternalData.Beside)]
    public void WriteAll_DiskFullAtEveryWrite_LeavesNothingBehind(ExternalData how)
    {
        int faults = 0;
        for (int fault = 1; !Written(how, fault, () => new IOException("No space left on device")); fault++)
        {
            Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
            faults = fault;
        }

        Assert.InRange(faults, 4, 1000);
        Assert.Equal(how == ExternalData.Embed ? 1 : 2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void WriteAll_DiskFullAtEveryWriteOverAnOldModel_KeepsTheOldModel()
    {
        OnnxFile.Write(Large(), _folder["m.onnx"]);
        byte[] old = File.ReadAllBytes(_folder["m.onnx"]);
        for (int fault = 1; fault < 6; fault++)
        {
            Assert.False(Written(ExternalData.Embed, fault, () => new IOException("No space left on device")));
            Assert.Equal(old, File.ReadAllBytes(_folder["m.onnx"]));
            Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
        }
    }

    [Fact]
    public void WriteAll_TargetIsAFolder_WritesNoDataFileEither()
    {
        Directory.CreateDirectory(_folder["m.onnx"]);
        var refused = Assert.Throws<InputException>(() => OnnxFile.Write(Large(), _folder["m.onnx"], ExternalData.Beside));
        Assert.Equal("output-not-writable", Assert.Single(refused.Problems).Code);
        Assert.Equal([_folder["m.onnx"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Write_DeviceThatIsFull_IsATypedError()
    {
        PreparedFile prepared = Assert.Single(OnnxFile.Prepare(Large(), _folder["m.onnx"]));
        var refused = Assert.Throws<InputException>(() => AtomicFile.Write(_folder["m.onnx"], _ =>
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
            prepared.Write(full);
        }));
        Assert.Equal("output-not-writable", Assert.Single(refused.Problems).Code);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("../outside.data")]
    [InlineData("/tmp/fulcrum-outside.data")]
    [InlineData("m.onnx")]
    public void Write_LocationTakenFromAModel_DecidesNothing(string location)
    {
        string path = _folder["sub/m.onnx"];
        OnnxFile.Write(Large(new("location", location), new("offset", "0")), path, ExternalData.Beside);
        Assert.Equal([path, path + ".data"], Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order());
        Assert.Equal("m.onnx.data", OnnxFile.Read(path).Graph.Initializers[0].External![0].Value);
    }

    [Fact]
    public void Write_ReferenceThatWasNotOpened_IsKeptAndWritesNoOtherFile()
    {
        Model model = OnnxFile.Parse(Made.Onnx.Model(Made.Onnx.AddGraph(Made.Onnx.Elsewhere("../outside.data"))), "memory");
        OnnxFile.Write(model, _folder["sub/m.onnx"]);
        Assert.Equal([_folder["sub/m.onnx"]], Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
        Door.Refused(_folder["sub/m.onnx"], "external-path", "tensor 'w'");
    }

    [Fact]
    public void Write_OverASymbolicLink_ReplacesTheLinkNotItsTarget()
    {
        string target = _folder.Write("precious", [1, 2, 3]);
        File.CreateSymbolicLink(_folder["m.onnx"], target);
        OnnxFile.Write(Large(), _folder["m.onnx"]);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(target));
    }

    /// <summary>Whether writing went through with a fault at one of its writes; when it did not, the error is typed.</summary>
    private bool Written(ExternalData how, int fault, Func<Exception> failure)
    {
        int writes = 0;
        try
        {
            AtomicFile.WriteAll([.. OnnxFile.Prepare(Large(), _folder["m.onnx"], how).Select(f => (f.Path, new Action<Stream>(s => f.Write(new FailingStream(s, () => ++writes == fault ? failure() : null)))))]);
            return true;
        }
        catch (InputException refused)
        {
            Assert.Equal("output-not-writable", Assert.Single(refused.Problems).Code);
            return false;
        }
    }
}
