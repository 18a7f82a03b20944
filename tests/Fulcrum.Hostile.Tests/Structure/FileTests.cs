using Fulcrum.Graphs;
using Fulcrum.Hostile.Tests.Made;
using Fulcrum.Onnx;
using Fulcrum.Ops;
using Fulcrum.Problems;
using static Fulcrum.Hostile.Tests.Made.Onnx;
using static Fulcrum.Hostile.Tests.Made.Wire;

namespace Fulcrum.Hostile.Tests.Structure;

/// <summary>Files that are no models, and models that end early.</summary>
public sealed class FileTests
{
    private static readonly byte[] Relu = Bytes(1, Node("Relu", ["x"], ["y"]));

    [Fact]
    public void Read_EmptyFile_IsRefused() => Door.Refused([], "onnx-empty", "bad.onnx");

    [Theory]
    [InlineData(0x00, "onnx-malformed")]
    [InlineData(0x08, "onnx-truncated")]
    [InlineData(0x3A, "onnx-truncated")]
    [InlineData(0xFF, "onnx-truncated")]
    [InlineData(0x0B, "onnx-malformed")]
    public void Read_OneByte_IsRefused(byte only, string code) => Door.Refused([only], code);

    [Fact]
    public void Read_CutOffAtEveryByte_IsRefusedOrStillAModel()
    {
        byte[] whole = Model(AddGraph(Weight()), Bytes(14, Text(1, "k"), Text(2, "v")), Bytes(25, Text(1, "f"), Text(4, "a"), Text(5, "b"), Bytes(7, Node("Relu", ["a"], ["b"])), Bytes(9, Varint(2, 17))));
        using var folder = new TempFolder();
        int refused = 0;
        Guarded.Run(whole.Length, () =>
        {
            for (int length = 0; length < whole.Length; length++)
            {
                try
                {
                    OnnxFile.Read(folder.Write("cut.onnx", whole[..length]));
                }
                catch (InputException refusal)
                {
                    Assert.Contains("cut.onnx", Assert.Single(refusal.Problems).Place, StringComparison.Ordinal);
                    refused++;
                }
            }

            return 0;
        });
        Assert.InRange(refused, whole.Length / 2, whole.Length - 2);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL << 29)]
    [InlineData(ulong.MaxValue >> 3)]
    public void Read_FieldNumberThatProtobufForbids_IsRefused(ulong field) =>
        Door.Refused([.. Number(field << 3), 0, .. Model(Graph(Relu))], "onnx-malformed");

    [Fact]
    public void Read_HighestFieldNumber_IsCarriedThrough() =>
        Assert.NotEqual(0, Door.Harmless(Join(Model(Graph(Relu)), Varint((1 << 29) - 1, 5))).UnknownFields.Length);

    [Theory]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void Read_LengthBeyondTheEnd_IsRefused(long length) => Door.Refused(Join(Model(Graph(Relu)), Claimed(14, length, [])), "onnx-truncated");

    [Fact]
    public void Read_NumberOfElevenBytes_IsRefused() => Door.Refused([0x08, .. Enumerable.Repeat((byte)0x80, 11), 1], "onnx-malformed");

    [Fact]
    public void Read_TwoGraphs_IsRefused() => Door.Refused(Model(Graph(Relu), Bytes(7, Graph(Relu))), "onnx-two-graphs");

    [Fact]
    public void Read_NoGraph_IsRefused() => Door.Refused(Varint(1, 8), "onnx-no-graph");

    [Fact]
    public void Read_NodeWithoutOp_IsRefused() => Door.Refused(Model(Graph(Bytes(1, Text(1, "x")))), "onnx-node-without-op");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(9999)]
    [InlineData(long.MaxValue)]
    public void Check_OpsetThatDoesNotExist_IsFound(long opset) =>
        Door.Found(Join(Varint(1, 8), Bytes(8, Text(1, ""), Varint(2, opset)), Bytes(7, Graph(Relu))), CheckLevel.Structure, "model-opset", "opset_import");

    [Fact]
    public void Check_NoOpset_IsFound()
    {
        Model model = Door.Accepted(Join(Varint(1, 8), Bytes(7, Graph(Relu))));
        Door.Found(model, CheckLevel.Structure, "model-no-opset", "opset_import");
        Door.Found(model, CheckLevel.Structure, "node-domain", "Relu(y)");
    }

    [Fact]
    public void Check_DomainThatIsNotImported_IsFound() =>
        Door.Found(Model(Graph(Bytes(1, Join(Node("Relu", ["x"], ["y"]), Text(7, "com.unknown"))))), CheckLevel.Structure, "node-domain", "Relu(y)");

    [Fact]
    public void Check_UnknownDomainThatIsImported_IsCarriedThrough()
    {
        Model model = Door.Harmless(Model(Graph(Bytes(1, Join(Node("Relu", ["x"], ["y"]), Text(7, "com.unknown")))), Bytes(8, Text(1, "com.unknown"), Varint(2, 7))));
        Assert.Equal("com.unknown", model.Graph.Nodes[0].Domain);
    }

    [Fact]
    public void Check_UnknownOp_IsCarriedThrough() => Assert.Single(TypeInference.Infer(Door.Harmless(Model(Graph(Bytes(1, Node("NoSuchOp", ["x"], ["y"])))))).Unknown);

    [Fact]
    public void Check_OpThatIsNotInTheOpset_IsFound() =>
        Door.Found(Join(Varint(1, 8), Bytes(8, Text(1, ""), Varint(2, 5)), Bytes(7, Graph(Bytes(1, Node("Gelu", ["x"], ["y"]))))), CheckLevel.Ops, "op-too-new", "Gelu(y)");

    [Fact]
    public void Check_HundredThousandOpsets_IsFound()
    {
        byte[][] opsets = [.. Enumerable.Range(0, 100_000).Select(i => Bytes(8, Text(1, $"d{i}"), Varint(2, 1)))];
        Model model = Door.Accepted(Model(Graph(Relu), opsets));
        Door.Found(model, CheckLevel.Types, "model-opset-twice", "opset_import");
    }
}
