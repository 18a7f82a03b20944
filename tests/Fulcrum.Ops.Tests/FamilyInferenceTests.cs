using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>What the families of ops do with shapes, symbols and integer values beyond the conformance models.</summary>
public sealed class FamilyInferenceTests
{
    private static readonly Dim N = Dim.Named("n");
    private static readonly Dim H = Dim.Named("h");

    [Theory]
    [InlineData("Add", 0L, "n")]
    [InlineData("Sub", 0L, "n")]
    [InlineData("Mul", 1L, "n")]
    [InlineData("Div", 1L, "n")]
    [InlineData("Max", 0L, "n")]
    [InlineData("Min", 0L, "0")]
    [InlineData("Mod", 1L, "0")]
    [InlineData("Equal", -1L, "0")]
    [InlineData("Less", 0L, "0")]
    [InlineData("GreaterOrEqual", 0L, "1")]
    [InlineData("Greater", -1L, "1")]
    [InlineData("Mul", 2L, "?")]
    [InlineData("Max", 1L, "?")]
    [InlineData("Equal", 1L, "?")]
    [InlineData("Div", 0L, "?")]
    public void Known_OfASymbolAndANumber_IsExactOrUnknown(string op, long number, string expected) => Assert.Equal([expected], Value(op, [N], [number]));

    [Theory]
    [InlineData("Sub", "0")]
    [InlineData("Div", "1")]
    [InlineData("Max", "n")]
    [InlineData("Equal", "1")]
    [InlineData("Less", "0")]
    [InlineData("Add", "?")]
    public void Known_OfASymbolWithItself_IsExactOrUnknown(string op, string expected)
    {
        var builder = new GraphBuilder("symbol");
        string shape = builder.Emit("Shape", [builder.Input("x", ElementType.Float, N)], "shape");
        Assert.Equal([expected], Text(builder, builder.Emit(op, [shape, shape], "y")));
    }

    [Theory]
    [InlineData("Div", -7L, 2L, "-3")]
    [InlineData("Mod", -7L, 2L, "1")]
    [InlineData("Mod", 7L, -2L, "-1")]
    [InlineData("Mul", long.MaxValue, 2L, "?")]
    [InlineData("Div", long.MinValue, -1L, "?")]
    public void Known_OfNumbers_RoundsAsOnnxDoes(string op, long a, long b, string expected)
    {
        var builder = new GraphBuilder("numbers");
        Assert.Equal([expected], Text(builder, builder.Emit(op, [List(builder, "a", a), List(builder, "b", b)], "y")));
    }

    [Fact]
    public void Known_OfAListAndAScalar_Broadcasts()
    {
        var builder = new GraphBuilder("broadcast");
        string shape = builder.Emit("Shape", [builder.Input("x", ElementType.Float, N, 4, 6)], "shape");
        Assert.Equal(["?", "2", "3"], Text(builder, builder.Emit("Div", [shape, builder.Constant(Tensor.Scalar("two", 2L))], "y")));
    }

    [Theory]
    [InlineData("ReduceProd", "24")]
    [InlineData("ReduceSum", "9")]
    [InlineData("ReduceMin", "2")]
    [InlineData("ReduceMax", "4")]
    public void Known_OfAReducedShape_IsItsFold(string op, string expected) => Assert.Equal([expected], Reduced(op, 2, 3, 4));

    [Fact]
    public void Known_OfTheProductOfASymbolAndOnes_IsTheSymbol() => Assert.Equal(["n"], Reduced("ReduceProd", 1, N, 1));

    [Theory]
    [InlineData("MaxPool", 5L, 2L, 2L, 0L, 0L, 2L)]
    [InlineData("MaxPool", 5L, 2L, 2L, 0L, 1L, 3L)]
    [InlineData("MaxPool", 2L, 1L, 2L, 0L, 1L, 1L)]
    [InlineData("MaxPool", 4L, 2L, 3L, 1L, 1L, 2L)]
    [InlineData("AveragePool", 7L, 3L, 1L, 1L, 0L, 7L)]
    public void Pooling_OfASize_CountsWindowsThatStartInside(string op, long size, long kernel, long stride, long pad, long ceil, long expected) =>
        Assert.Equal([N, 3, expected], Pooled(op, size, kernel, stride, pad, ceil));

    [Fact]
    public void Pooling_OfASymbol_KeepsItWhereTheSizeStays()
    {
        Assert.Equal([N, 3, H], Pooled("AveragePool", H, 3, 1, 1, 0));
        Assert.Equal([N, 3, Dim.Unknown], Pooled("AveragePool", H, 2, 2, 0, 0));
    }

    [Theory]
    [InlineData("Conv", 8L, 8 * 6 * 6 * 2 * 9L)]
    [InlineData("ConvTranspose", 4L, 4 * 8 * 8 * 2 * 9L)]
    public void Macs_OfConvolutions_CountEachProductOnce(string op, long filters, long expected)
    {
        var builder = new GraphBuilder("convolution");
        string x = builder.Input("x", ElementType.Float, N, 4, 8, 8);
        string w = builder.Input("w", ElementType.Float, filters, 2, 3, 3);
        builder.Emit(op, [x, w], "y", NodeAttribute.Of("group", 2));
        Assert.Equal(expected, TypeInference.Infer(new Model { Graph = builder.ToGraph() }).Macs());
    }

    [Fact]
    public void ConvTranspose_WithGroupsAndStrides_GrowsTheInput()
    {
        var builder = new GraphBuilder("transposed");
        string[] inputs = [builder.Input("x", ElementType.Float, N, 4, 8, H), builder.Input("w", ElementType.Float, 4, 3, 3, 1)];
        string y = builder.Emit("ConvTranspose", inputs, "y", NodeAttribute.Of("group", 2), NodeAttribute.Of("strides", new long[] { 2, 1 }), NodeAttribute.Of("output_padding", new long[] { 1, 0 }));
        Assert.Equal([N, 6, 18, H], Infer(builder).Tensor(y)?.Shape);
    }

    [Fact]
    public void Reduction_WithUnknownAxes_KnowsTheRank()
    {
        var builder = new GraphBuilder("axes");
        string x = builder.Input("x", ElementType.Float, N, 4, 8);
        string axes = builder.Input("axes", ElementType.Int64, 1);
        string kept = builder.Emit("ReduceSum", [x, axes], "kept");
        string dropped = builder.Emit("ReduceSum", [x, axes], "dropped", NodeAttribute.Of("keepdims", 0));
        string none = builder.Emit("ReduceSum", [x], "none", NodeAttribute.Of("noop_with_empty_axes", 1));
        GraphTypes types = Infer(builder);
        Assert.Equal([3, 2], [types.Tensor(kept)!.Shape!.Count, types.Tensor(dropped)!.Shape!.Count]);
        Assert.Equal([N, 4, 8], types.Tensor(none)!.Shape);
    }

    [Theory]
    [InlineData("ij,jk->ik", 4 * 5L)]
    [InlineData("i...,...k", 0L)]
    [InlineData("ij,jk->ijk", 0L)]
    public void Einsum_OfTwoMatrices_CountsProductsThatAreSummed(string equation, long expected)
    {
        var builder = new GraphBuilder("einsum");
        builder.Emit("Einsum", [builder.Input("a", ElementType.Float, N, 4), builder.Input("b", ElementType.Float, 4, 5)], "y", NodeAttribute.Of("equation", equation));
        Assert.Equal(expected, Infer(builder).Macs());
    }

    [Fact]
    public void Einsum_WithDots_PutsThemWhereTheOutputHasThem()
    {
        var builder = new GraphBuilder("dots");
        string a = builder.Input("a", ElementType.Float, N, 2, 3, 4);
        string b = builder.Input("b", ElementType.Float, 2, 4, 5);
        Assert.Equal([N, 2, 3, 5], Infer(builder, builder.Emit("Einsum", [a, b], "y", NodeAttribute.Of("equation", "...ij,...jk->...ik"))));
    }

    [Fact]
    public void Attention_OfJoinedHeads_SplitsThemForTheCache()
    {
        var builder = new GraphBuilder("attention");
        string q = builder.Input("q", ElementType.Float, N, 5, 24);
        string k = builder.Input("k", ElementType.Float, N, 7, 12);
        string v = builder.Input("v", ElementType.Float, N, 7, 20);
        NodeAttribute[] heads = [NodeAttribute.Of("q_num_heads", 4), NodeAttribute.Of("kv_num_heads", 2)];
        builder.Add(new Node("Attention", [q, k, v], ["y", "pk", "pv", "qk"], heads));
        GraphTypes types = Infer(builder);
        Assert.Equal([N, 5, 40], types.Tensor("y")!.Shape);
        Assert.Equal([N, 2, 7, 6], types.Tensor("pk")!.Shape);
        Assert.Equal([N, 2, 7, 10], types.Tensor("pv")!.Shape);
        Assert.Equal([N, 4, 5, 7], types.Tensor("qk")!.Shape);
        Assert.Equal(4 * 5 * 7 * (6 + 10), types.Macs());
    }

    [Fact]
    public void Dft_FromOpset20_TakesItsAxisAsAnInput()
    {
        var builder = new GraphBuilder("dft");
        string x = builder.Input("x", ElementType.Float, N, 8, 10, 1);
        string y = builder.Emit("DFT", [x, "", List(builder, "axis", 1)], "y", NodeAttribute.Of("onesided", 1));
        Model model = new() { Graph = builder.ToGraph(), Opsets = [new OpsetImport("", 20)] };
        Assert.Equal([N, 5, 10, 2], TypeInference.Infer(model).Tensor(y)!.Shape);
    }

    private static IReadOnlyList<Dim>? Pooled(string op, Dim size, long kernel, long stride, long pad, long ceil)
    {
        var builder = new GraphBuilder("pool");
        NodeAttribute[] attributes =
        [
            NodeAttribute.Of("kernel_shape", new[] { kernel }), NodeAttribute.Of("strides", new[] { stride }),
            NodeAttribute.Of("pads", new[] { pad, pad }), NodeAttribute.Of("ceil_mode", ceil),
        ];
        return Infer(builder, builder.Emit(op, [builder.Input("x", ElementType.Float, N, 3, size)], "y", attributes));
    }

    private static string[] Reduced(string op, params Dim[] dims)
    {
        var builder = new GraphBuilder("reduced");
        string shape = builder.Emit("Shape", [builder.Input("x", ElementType.Float, dims)], "shape");
        return Text(builder, builder.Emit(op, [shape], "y"));
    }

    private static string[] Value(string op, Dim[] dims, long[] numbers)
    {
        var builder = new GraphBuilder("value");
        string shape = builder.Emit("Shape", [builder.Input("x", ElementType.Float, dims)], "shape");
        return Text(builder, builder.Emit(op, [shape, List(builder, "numbers", numbers)], "y"));
    }

    private static string List(GraphBuilder builder, string name, params long[] values) => builder.Constant(Tensor.From<long>(name, [values.Length], values));

    private static string[] Text(GraphBuilder builder, string value) => Infer(builder).Known(value)?.Values.Select(d => d.ToString()).ToArray() ?? [];

    private static IReadOnlyList<Dim>? Infer(GraphBuilder builder, string value) => Infer(builder).Tensor(value)?.Shape;

    private static GraphTypes Infer(GraphBuilder builder) => TypeInference.Infer(new Model { Graph = builder.ToGraph() });
}
