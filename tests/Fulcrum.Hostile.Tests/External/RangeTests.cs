using Fulcrum.Graphs;
using Fulcrum.Hostile.Tests.Made;
using Fulcrum.Onnx;
using static Fulcrum.Hostile.Tests.Made.Onnx;
using static Fulcrum.Hostile.Tests.Made.Wire;

namespace Fulcrum.Hostile.Tests.External;

/// <summary>Which bytes of another file a tensor may have. CVE-2026-34445.</summary>
public sealed class RangeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string With(byte[] weight, long dataLength = 16)
    {
        Native.Lengthen(_folder.Write("w.data", []), dataLength);
        return _folder.Write("m.onnx", Model(AddGraph(weight)));
    }

    [Theory]
    [InlineData("1", null)]
    [InlineData("16", null)]
    [InlineData("9223372036854775807", null)]
    [InlineData("-1", null)]
    [InlineData("9223372036854775808", null)]
    [InlineData("1e3", null)]
    [InlineData(" 1", null)]
    [InlineData("٣", null)]
    [InlineData("0", "-16")]
    [InlineData("0", "99999999999999999999")]
    public void Read_RangeOutsideTheFile_IsRefused(string? offset, string? length) =>
        Door.Refused(With(Elsewhere("w.data", offset, length)), "external-range", "tensor 'w'");

    [Theory]
    [InlineData("1125899906842624")]
    [InlineData("0")]
    [InlineData("17")]
    public void Read_LengthThatIsNotTheTensors_IsRefused(string length) =>
        Door.Refused(With(Elsewhere("w.data", "0", length), 1 << 20), "external-length", "tensor 'w'");

    [Fact]
    public void Read_PetabyteTensorInASmallFile_IsRefused() =>
        Door.Refused(With(Tensor("w", Float, [1L << 48], Bytes(13, Text(1, "location"), Text(2, "w.data")), Varint(14, 1))), "external-range", "tensor 'w'");

    [Fact]
    public void Read_UnknownKeys_AreIgnored()
    {
        string path = With(Elsewhere("w.data", "0", "16", "w", ("basepath", "/etc"), ("Data", "x"), ("__class__", "x"), ("checksum", "0")));
        Model model = OnnxFile.Read(path);
        Assert.Equal(new byte[16], model.Graph.Initializers[0].Bytes.ToArray());
        Assert.DoesNotContain("__class__", System.Text.Encoding.UTF8.GetString(OnnxFile.Serialize(model)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoLocation_IsRefused() =>
        Door.Refused(With(Tensor("w", Float, [4], Bytes(13, Text(1, "length"), Text(2, "16")), Varint(14, 1))), "external-no-location", "tensor 'w'");

    [Theory]
    [InlineData("0", "8")]
    [InlineData("8", "0")]
    [InlineData("4", "4")]
    public void Read_OverlappingRanges_AreRefused(string first, string second)
    {
        _folder.Write("w.data", new byte[64]);
        byte[] graph = Graph(Bytes(5, Elsewhere("w.data", first, name: "a")), Bytes(5, Elsewhere("w.data", second, name: "b")), Bytes(1, Node("Add", ["a", "b"], ["y"])));
        Door.Refused(_folder.Write("m.onnx", Model(graph)), "external-overlap", "tensor '");
    }

    [Fact]
    public void Read_FiftyThousandRangesBackwards_TakesNoQuadraticTime()
    {
        const int count = 50_000;
        Native.Lengthen(_folder.Write("w.data", []), 16L * count);
        byte[][] tensors = [.. Enumerable.Range(0, count).Select(i => Bytes(5, Elsewhere("w.data", $"{16L * (count - 1 - i)}", name: $"weight{i}")))];
        string path = _folder.Write("m.onnx", Model(Graph(tensors)));
        Assert.Equal(count, Guarded.Run(new FileInfo(path).Length, () => OnnxFile.Read(path)).Graph.Initializers.Count);
    }

    [Fact]
    public void Read_TensorOfManyGigabytes_StaysInItsFile()
    {
        const long elements = 1L << 33;
        string path = With(Tensor("w", Float, [elements], Bytes(13, Text(1, "location"), Text(2, "w.data")), Varint(14, 1)), 4 * elements);
        Model model = Guarded.Run(0, () => OnnxFile.Read(path));
        Assert.Equal("tensor-too-large", Assert.Single(Door.Refusal(0, () => model.Graph.Initializers[0].Bytes.Length).Problems).Code);
    }

    [Fact]
    public void Read_RawDataOfAGigabyteInTheModel_StaysInItsFile()
    {
        const long bytes = 1L << 30;
        byte[] start = Join(Varint(1, 8), Bytes(8, Text(1, ""), Varint(2, 17)));
        byte[] graph = Graph(Bytes(1, Node("Identity", ["x"], ["y"])));
        byte[] head = Join(Packed(1, bytes / 4), Varint(2, Float), Text(8, "w"), Claimed(9, bytes, []));
        byte[] tensor = Claimed(5, head.Length + bytes, head);
        string path = _folder.Write("m.onnx", Join(start, Claimed(7, graph.Length + tensor.Length + bytes, Join(graph, tensor))));
        Native.Lengthen(path, new FileInfo(path).Length + bytes);
        Assert.Equal(bytes, Guarded.Run(0, () => OnnxFile.Read(path)).Graph.Initializers[0].Data!.Length);
    }
}
