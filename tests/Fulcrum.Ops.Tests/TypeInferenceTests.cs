using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

public sealed class TypeInferenceTests
{
    private static readonly Dim Batch = Dim.Named("batch");

    [Fact]
    public void Infer_Chain_CarriesTheBatchSymbol()
    {
        var builder = new GraphBuilder("chain");
        string x = builder.Input("x", ElementType.Float, Batch, 6);
        string w = builder.Constant(Tensor.From<float>("w", [4, 6], new float[24]));
        string fc = builder.Emit("Gemm", [x, w], "fc", NodeAttribute.Of("transB", 1));
        string y = builder.Emit("Softmax", [builder.Emit("Relu", [fc], "relu")], "y");
        Assert.Equal([Batch, 4], Shape(builder, y));
    }

    [Fact]
    public void Infer_UnknownOp_LeavesItsOutputsAndWhatFollowsOut()
    {
        var builder = new GraphBuilder("unknown");
        string x = builder.Input("x", ElementType.Float, Batch, 6);
        string odd = builder.Emit("NoSuchOp", [x], "odd");
        string y = builder.Emit("Relu", [odd], "y");
        GraphTypes types = TypeInference.Infer(new Model { Graph = builder.ToGraph() });
        Assert.Null(types.Of(odd));
        Assert.Null(types.Of(y));
        Assert.Equal("NoSuchOp", Assert.Single(types.Unknown).OpType);
    }

    [Fact]
    public void Infer_BroadcastOfDifferentSizes_KnowsTheRankOnly() => Assert.Equal([Dim.Unknown], Broadcast([5], [3]));

    [Fact]
    public void Infer_BroadcastOfSymbolAndOne_IsTheSymbol() => Assert.Equal([Batch, 4], Broadcast([Batch, 1], [4]));

    [Fact]
    public void Infer_BroadcastOfTwoSymbols_IsUnknown() => Assert.Equal([Dim.Unknown], Broadcast([Batch], [Dim.Named("other")]));

    [Fact]
    public void Infer_TransposeAndFlatten_MoveAndJoinDimensions()
    {
        var builder = new GraphBuilder("moves");
        string x = builder.Input("x", ElementType.Float, Batch, 3, 4);
        string moved = builder.Emit("Transpose", [x], "moved", NodeAttribute.Of("perm", new long[] { 0, 2, 1 }));
        Assert.Equal([Batch, 4, 3], Shape(builder, moved));
        Assert.Equal([Batch, 12], Shape(builder, builder.Emit("Flatten", [moved], "flat")));
    }

    [Theory]
    [InlineData("Gemm", 24L)]
    [InlineData("Relu", 0L)]
    public void Macs_PerSample_CountTheBatchAsOne(string op, long expected)
    {
        OnnxType[] types = [new TensorType(ElementType.Float, [Batch, 6]), new TensorType(ElementType.Float, [6, 4])];
        OpNode node = op == "Gemm" ? new OpNode(new Node(op, ["x", "w"], ["y"]), types) : new OpNode(new Node(op, ["x"], ["y"]), types[..1]);
        Assert.Equal(expected, OpCatalog.Find("", op)!.Macs(node));
    }

    [Fact]
    public void Macs_WithoutShapes_AreUnknown() =>
        Assert.Null(OpCatalog.Find("", "Gemm")!.Macs(new OpNode(new Node("Gemm", ["x", "w"], ["y"]), [null, null])));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Weight_OfGemm_PointsAtTheOutputChannels(long transB, int axis)
    {
        OpNode node = new OpNode(new Node("Gemm", ["x", "w", "b"], ["y"], NodeAttribute.Of("transB", transB)), [null, null, null]);
        Assert.Equal(new WeightRole(1, axis, 2), OpCatalog.Find("", "Gemm")!.Weight(node));
    }

    private static IReadOnlyList<Dim>? Broadcast(Dim[] a, Dim[] b)
    {
        var builder = new GraphBuilder("broadcast");
        return Shape(builder, builder.Emit("Add", [builder.Input("a", ElementType.Float, a), builder.Input("b", ElementType.Float, b)], "y"));
    }

    private static IReadOnlyList<Dim>? Shape(GraphBuilder builder, string value) => TypeInference.Infer(new Model { Graph = builder.ToGraph() }).Tensor(value)?.Shape;
}
