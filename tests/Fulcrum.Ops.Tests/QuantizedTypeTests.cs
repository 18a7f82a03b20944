using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>Quantized ops and those that ONNX Runtime's quantizer and optimizers write, checked by hand.</summary>
public sealed class QuantizedTypeTests
{
    private const string Microsoft = "com.microsoft";
    private const string Nchwc = "com.microsoft.nchwc";
    private const string Nhwc = "com.ms.internal.nhwc";

    private static readonly Dim Batch = Dim.Named("batch");
    private static readonly TensorType Scale = Type(ElementType.Float);
    private static readonly TensorType Zero = Type(ElementType.UInt8);

    [Fact]
    public void Infer_QuantizeAndDequantize_KeepTheShapeAndTakeTheTypes()
    {
        var builder = new GraphBuilder("qdq");
        string x = builder.Input("x", ElementType.Float, Batch, 3, 8);
        string scale = builder.Constant(Tensor.Scalar("scale", 0.5f));
        string zero = builder.Input("zero", ElementType.Int8);
        string q = builder.Emit("QuantizeLinear", [x, scale, zero], "q");
        string unsigned = builder.Emit("QuantizeLinear", [x, scale], "u");
        string wanted = builder.Emit("QuantizeLinear", [x, scale], "w", NodeAttribute.Of("output_dtype", (long)ElementType.Int4));
        string y = builder.Emit("DequantizeLinear", [q, scale, zero], "y");
        GraphTypes types = TypeInference.Infer(new Model { Graph = builder.ToGraph() });
        Assert.Equal(
            ["Int8[batch,3,8]", "UInt8[batch,3,8]", "Int4[batch,3,8]", "Float[batch,3,8]"],
            new[] { q, unsigned, wanted, y }.Select(v => types.Of(v)!.ToString()));
    }

    [Theory]
    [InlineData("", 0, "UInt8[batch,16,5,5]")]
    [InlineData(Microsoft, 0, "UInt8[batch,16,5,5]")]
    [InlineData(Microsoft, 1, "UInt8[batch,5,5,16]")]
    [InlineData(Nhwc, 1, "UInt8[batch,5,5,16]")]
    public void Infer_QLinearConvWithStride_SlidesOverTheSpace(string domain, long last, string expected)
    {
        OpNode node = Node(
            "QLinearConv",
            domain,
            [last != 0 ? Type(ElementType.UInt8, Batch, 9, 9, 3) : Type(ElementType.UInt8, Batch, 3, 9, 9), Scale, Zero, Type(ElementType.Int8, 16, 3, 3, 3), Scale, Zero, Scale, Zero],
            NodeAttribute.Of("strides", [2, 2]),
            NodeAttribute.Of("pads", [1, 1, 1, 1]),
            NodeAttribute.Of("channels_last", last));
        Check(node, 5 * 5 * 16 * 27, expected);
        Assert.Equal(new WeightRole(3, 0, 8), OpCatalog.Find(domain, "QLinearConv")!.Weight(node));
    }

    [Fact]
    public void Infer_MatMulNBits_TakesItsWidthFromTheNode()
    {
        OpNode node = Node(
            "MatMulNBits",
            Microsoft,
            [Type(ElementType.Float16, Batch, 7, 64), Type(ElementType.UInt8, 96, 2, 16), Type(ElementType.Float16, 192)],
            NodeAttribute.Of("K", 64),
            NodeAttribute.Of("N", 96));
        Check(node, 7 * 64 * 96, "Float16[batch,7,96]");
    }

    [Fact]
    public void Infer_FusedConv_IsAConvolution()
    {
        OpNode node = Node(
            "FusedConv",
            Microsoft,
            [Type(ElementType.Float, Batch, 8, 10, 10), Type(ElementType.Float, 8, 1, 3, 3), Type(ElementType.Float, 8)],
            NodeAttribute.Of("group", 8),
            NodeAttribute.Of("dilations", [2, 2]),
            NodeAttribute.Of("auto_pad", "VALID"),
            NodeAttribute.Of("activation", "Relu"));
        Check(node, 8 * 6 * 6 * 9, "Float[batch,8,6,6]");
    }

    [Fact]
    public void Infer_MultiHeadAttention_CarriesKeysAndValuesOn()
    {
        OpNode node = Node(
            "MultiHeadAttention",
            Microsoft,
            [
                Type(ElementType.Float, Batch, 4, 32), Type(ElementType.Float, Batch, 4, 32), Type(ElementType.Float, Batch, 4, 16), null, null, null,
                Type(ElementType.Float, Batch, 8, 6, 4), Type(ElementType.Float, Batch, 8, 6, 2),
            ],
            NodeAttribute.Of("num_heads", 8));
        Check(node, 4 * 10 * (32 + 16), "Float[batch,4,16]", "Float[batch,8,10,4]", "Float[batch,8,10,2]", "Float[batch,8,4,10]");
    }

    [Fact]
    public void Infer_GroupQueryAttention_UnpacksItsQuery()
    {
        OpNode node = Node("GroupQueryAttention", Microsoft, [Type(ElementType.Float16, Batch, 5, 96)], NodeAttribute.Of("num_heads", 8), NodeAttribute.Of("kv_num_heads", 2));
        Check(node, 5 * 5 * (64 + 64), "Float16[batch,5,64]", "Float16[batch,2,5,8]", "Float16[batch,2,5,8]", "Float16[batch,8,5,5]");
    }

    [Fact]
    public void Infer_Attention_ProjectsItsInput()
    {
        OpNode node = Node(
            "Attention",
            Microsoft,
            [Type(ElementType.Float, Batch, 10, 24), Type(ElementType.Float, 24, 72), Type(ElementType.Float, 72)],
            NodeAttribute.Of("num_heads", 4));
        Check(node, (10 * 24 * 72) + (10 * 10 * 48), "Float[batch,10,24]", "Float[2,batch,4,10,6]");
    }

    [Fact]
    public void Infer_BlockedChannels_ComeBackAsTheyWere()
    {
        var builder = new GraphBuilder("nchwc");
        string x = builder.Input("x", ElementType.Float, Batch, 9, 9, 32);
        string w = builder.Input("w", ElementType.Float, 48, 32, 3, 3);
        builder.Add(new Node("ReorderInput", [x], ["blocked"], NodeAttribute.Of("channels_last", 1)) { Domain = Nchwc });
        builder.Add(new Node("Conv", ["blocked", w], ["conv"], NodeAttribute.Of("pads", [1, 1, 1, 1])) { Domain = Nchwc });
        builder.Add(new Node("MaxPool", ["conv"], ["pool"], NodeAttribute.Of("kernel_shape", [2, 2]), NodeAttribute.Of("strides", [2, 2]), NodeAttribute.Of("ceil_mode", 1)) { Domain = Nchwc });
        builder.Add(new Node("ReorderOutput", ["pool"], ["y"], NodeAttribute.Of("channels", 40)) { Domain = Nchwc });
        GraphTypes types = TypeInference.Infer(new Model { Graph = builder.ToGraph() });
        Assert.Equal(
            ["Float[batch,32,9,9]", "Float[batch,48,9,9]", "Float[batch,48,5,5]", "Float[batch,40,5,5]"],
            new[] { "blocked", "conv", "pool", "y" }.Select(v => types.Of(v)!.ToString()));
    }

    [Fact]
    public void Infer_ClassicClassifier_GivesLabelsAndScores()
    {
        OpNode node = Node("LinearClassifier", "ai.onnx.ml", [Type(ElementType.Float, Batch, 4)], NodeAttribute.Of("classlabels_ints", [0, 1]), new NodeAttribute("intercepts", new FloatsAttribute([0])), new NodeAttribute("coefficients", new FloatsAttribute([1, 2, 3, 4])));
        Check(node, 4, "Int64[batch]", "Float[batch,2]");
    }

    [Theory]
    [InlineData("QLinearMatMul", "", 3, 1)]
    [InlineData("MatMulInteger", "", 1, 1)]
    [InlineData("QGemm", Microsoft, 3, 0)]
    [InlineData("FusedMatMul", Microsoft, 1, 0)]
    public void Weight_OfProducts_PointsAtTheOutputChannels(string op, string domain, int input, int axis)
    {
        OnnxType?[] types = [.. Enumerable.Repeat(Type(ElementType.Int8, 6, 4), 9)];
        WeightRole? role = OpCatalog.Find(domain, op)!.Weight(Node(op, domain, types, NodeAttribute.Of("transB", 1)));
        Assert.Equal((input, axis), (role!.Input, role.ChannelAxis));
    }

    [Fact]
    public void Infer_NodesThatMakeNoSense_NeverThrow()
    {
        NodeAttribute[] odd = [.. new[] { "axis", "num_heads", "kv_num_heads", "group", "K", "N", "channels", "hidden_size" }.Select(n => NodeAttribute.Of(n, -3)),
            .. new[] { "strides", "pads", "kernel_shape", "dilations", "axes", "scales" }.Select(n => NodeAttribute.Of(n, [0, -1]))];
        foreach (OpDefinition op in OpCatalog.All.Where(d => d.Domain.Length > 0 || d.Quantization is QuantizationRole.Integer or QuantizationRole.Quantizes or QuantizationRole.Dequantizes))
        {
            for (int rank = -1; rank < 6; rank++)
            {
                for (int inputs = 0; inputs < 10; inputs++)
                {
                    OnnxType? type = rank < 0 ? null : Type(ElementType.Float, [.. Enumerable.Range(0, rank).Select(i => i % 2 == 0 ? Dim.Unknown : 0)]);
                    OnnxType?[] types = [.. Enumerable.Repeat(type, inputs)];
                    foreach (NodeAttribute[] attributes in new[] { odd, [] })
                    {
                        OpNode node = Node(op.OpType, op.Domain, types, attributes);
                        IReadOnlyList<OnnxType?> outputs = op.InferTypes(node);
                        _ = (op.InferValue(node), op.Macs(node), op.BytesMoved(node, outputs), op.Weight(node));
                    }
                }
            }
        }
    }

    private static TensorType Type(ElementType element, params Dim[] shape) => new(element, shape);

    private static OpNode Node(string op, string domain, OnnxType?[] inputs, params NodeAttribute[] attributes) =>
        new(new Node(op, [.. inputs.Select((type, i) => type is null ? "" : $"x{i}")], ["y"], attributes) { Domain = domain }, inputs);

    private static void Check(OpNode node, long macs, params string[] expected)
    {
        OpDefinition op = OpCatalog.Find(node.Node)!;
        Assert.Equal(expected, op.InferTypes(node).Take(expected.Length).Select(t => t?.ToString()));
        Assert.Equal(macs, op.Macs(node));
    }
}
