using Fulcrum.Graphs;
using Fulcrum.Hostile.Tests.Made;
using Fulcrum.Onnx;
using static Fulcrum.Hostile.Tests.Made.Onnx;
using static Fulcrum.Hostile.Tests.Made.Wire;

namespace Fulcrum.Hostile.Tests.External;

/// <summary>Files that change while they are used. onnx#7790.</summary>
public sealed class ReplacedTests : IDisposable
{
    private const int Elements = 100_000;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("m.onnx")]
    [InlineData("w.data")]
    public void Load_FileRenamedOver_GivesTheOldContent(string which)
    {
        Model model = Lazy(which == "w.data");
        File.Move(_folder.Write("new", new byte[10]), _folder[which], overwrite: true);
        Assert.All(model.Graph.Initializers[0].Values<float>().ToArray(), v => Assert.Equal(1f, v));
    }

    [Theory]
    [InlineData("m.onnx")]
    [InlineData("w.data")]
    public void Load_FileTruncatedInPlace_IsATypedError(string which)
    {
        Model model = Lazy(which == "w.data");
        Native.Lengthen(_folder[which], 5000);
        var refused = Door.Refusal(1 << 20, () => model.Graph.Initializers[0].Bytes);
        Assert.Equal("model-changed", Assert.Single(refused.Problems).Code);
        Assert.Contains($"{which}@", refused.Problems[0].Place, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SourceTruncatedInPlace_LeavesNothingBehind()
    {
        Model model = Lazy(true);
        Native.Lengthen(_folder["w.data"], 5000);
        Directory.CreateDirectory(_folder["out"]);
        var refused = Door.Refusal(1 << 20, () =>
        {
            OnnxFile.Write(model, _folder["out/m.onnx"]);
            return 0;
        });
        Assert.Equal("model-changed", Assert.Single(refused.Problems).Code);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["out"]));
    }

    /// <summary>A model of which the weights, all ones, are still in a file.</summary>
    private Model Lazy(bool elsewhere)
    {
        byte[] ones = [.. Enumerable.Repeat(BitConverter.GetBytes(1f), Elements).SelectMany(b => b)];
        _folder.Write("w.data", ones);
        byte[] where = elsewhere ? Join(Bytes(13, Text(1, "location"), Text(2, "w.data")), Varint(14, 1)) : Bytes(9, ones);
        return OnnxFile.Read(_folder.Write("m.onnx", Model(AddGraph(Tensor("w", Float, [Elements], where)))));
    }
}
