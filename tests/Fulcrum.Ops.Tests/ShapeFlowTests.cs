using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>The subgraphs in which exporters compute shapes, followed from Shape to the op that uses them.</summary>
public sealed class ShapeFlowTests
{
    private static readonly Dim Batch = Dim.Named("batch");
    private readonly GraphBuilder _graph = new("flow");

    [Fact]
    public void Reshape_ToGatheredUnsqueezedConcatenatedSizes_KeepsTheSymbol()
    {
        string x = _graph.Input("x", ElementType.Float, Batch, 3, 4);
        string size = Emit("Gather", [Emit("Shape", [x]), Ints(0, scalar: true)]);
        string target = Emit("Concat", [Emit("Unsqueeze", [size, Ints(0)]), Ints(-1)], NodeAttribute.Of("axis", 0));
        Assert.Equal([Batch, 12], Shape(Emit("Reshape", [x, target])));
    }

    [Fact]
    public void Expand_ByWhereEqualToMinusOne_GivesTheSizes()
    {
        string x = _graph.Input("x", ElementType.Float, 1, 4);
        string wanted = Emit("Concat", [Emit("Slice", [Emit("Shape", [_graph.Input("y", ElementType.Float, Batch, 9)]), Ints(0), Ints(1)]), Ints(4)], NodeAttribute.Of("axis", 0));
        string ones = Emit("ConstantOfShape", [Emit("Shape", [wanted])], NodeAttribute.Of("value", Tensor.From<long>("", [1], [1])));
        string never = _graph.Constant(new Tensor { Name = "never", Element = ElementType.Bool, Shape = [2], Bytes = new byte[] { 0, 0 } });
        Assert.Equal([Batch, 4], Shape(Emit("Expand", [x, Emit("Where", [never, ones, wanted])])));
    }

    [Fact]
    public void Pad_ByPairsReversedAndTransposed_AddsToTheRightAxes()
    {
        string x = _graph.Input("x", ElementType.Float, Batch, 3, 10, 20);
        string zeros = Emit("ConstantOfShape", [Ints(4)], NodeAttribute.Of("value", Tensor.From<long>("", [1], [0])));
        string pairs = Emit("Reshape", [Emit("Concat", [Ints(1, 2, 3, 4), zeros], NodeAttribute.Of("axis", 0)), Ints(-1, 2)]);
        string reversed = Emit("Slice", [pairs, Ints(-1), Ints(long.MinValue), Ints(0), Ints(-1)]);
        string flat = Emit("Reshape", [Emit("Transpose", [reversed], NodeAttribute.Of("perm", new long[] { 1, 0 })), Ints(-1)]);
        string pads = Emit("Cast", [flat], NodeAttribute.Of("to", (long)ElementType.Int64));
        Assert.Equal([Batch, 3, 17, 23], Shape(Emit("Pad", [x, pads])));
    }

    [Fact]
    public void Resize_ToSizesBehindTheSymbolicFirstTwo_KeepsThem()
    {
        string x = _graph.Input("x", ElementType.Float, Batch, 3, 10, 20);
        string front = Emit("Slice", [Emit("Shape", [x]), Ints(0), Ints(2), Ints(0)]);
        Assert.Equal([Batch, 3, 20, 41], Shape(Emit("Resize", [x, "", "", Emit("Concat", [front, Ints(20, 41)], NodeAttribute.Of("axis", 0))])));
    }

    [Fact]
    public void Resize_ByFlooredProductsOfReals_FollowsThem()
    {
        string x = _graph.Input("x", ElementType.Float, Batch, 3, 11, 20);
        string front = Emit("Slice", [Emit("Shape", [x]), Ints(0), Ints(2), Ints(0)]);
        string[] sizes = [.. new[] { 2, 3 }.Select(axis =>
        {
            string real = Emit("Cast", [Emit("Gather", [Emit("Shape", [x]), Ints(axis, scalar: true)])], NodeAttribute.Of("to", (long)ElementType.Float));
            string scaled = Emit("Floor", [Emit("Mul", [real, _graph.Constant(Tensor.Scalar(_graph.Unique("two"), 2f))])]);
            return Emit("Unsqueeze", [Emit("Cast", [scaled], NodeAttribute.Of("to", (long)ElementType.Int64)), Ints(0)]);
        })];
        Assert.Equal([Batch, 3, 22, 40], Shape(Emit("Resize", [x, "", "", Emit("Concat", [front, .. sizes], NodeAttribute.Of("axis", 0))])));
        string wanted = Emit("Concat", [Emit("Slice", [Emit("Shape", [x]), Ints(0), Ints(1)]), Ints(-1, 5, 20)], NodeAttribute.Of("axis", 0));
        string given = Emit("Where", [Emit("Equal", [wanted, Emit("Mul", [Emit("ConstantOfShape", [Ints(4)], NodeAttribute.Of("value", Tensor.From<long>("", [1], [1]))), Ints(-1)])]), Ints(1), wanted]);
        Assert.Equal([Batch, 1, 5, 20], Shape(Emit("Expand", [_graph.Input("e", ElementType.Float, 1, 1, 1, 1), given])));
    }

    [Theory]
    [InlineData("not_larger", 7, 14)]
    [InlineData("not_smaller", 10, 20)]
    public void Resize_KeepingTheAspectRatio_RoundsTheOtherSize(string policy, long height, long width)
    {
        string x = _graph.Input("x", ElementType.Float, Batch, 3, 5, 10);
        NodeAttribute[] attributes = [NodeAttribute.Of("axes", new long[] { 2, 3 }), NodeAttribute.Of("keep_aspect_ratio_policy", policy)];
        Assert.Equal([Batch, 3, height, width], Shape(Emit("Resize", [x, "", "", Ints(10, 14)], attributes)));
    }

    [Fact]
    public void Range_ToASymbolicLimit_IsAsLong()
    {
        string limit = Emit("Squeeze", [Emit("Slice", [Emit("Shape", [_graph.Input("x", ElementType.Float, Batch, 3)]), Ints(0), Ints(1)]), Ints(0)]);
        Assert.Equal([Batch], Shape(Emit("Range", [Ints(0, scalar: true), limit, Ints(1, scalar: true)])));
    }

    [Theory]
    [InlineData(1, long.MaxValue, 2, 2)]
    [InlineData(-1, long.MinValue, -1, 5)]
    [InlineData(-2, -4, -1, 2)]
    [InlineData(4, 2, 1, 0)]
    [InlineData(0, 9, long.MaxValue, 1)]
    public void Slice_OfFive_HasTheLengthOfThePythonSlice(long start, long end, long step, long length)
    {
        string x = _graph.Input("x", ElementType.Float, 5, Batch);
        Assert.Equal([length, Batch], Shape(Emit("Slice", [x, Ints(start), Ints(end), Ints(0), Ints(step)])));
    }

    [Fact]
    public void Slice_OfASymbol_KeepsItOnlyWhenWhole()
    {
        string x = _graph.Input("x", ElementType.Float, Batch);
        Assert.Equal([Batch], Shape(Emit("Slice", [x, Ints(0), Ints(long.MaxValue)])));
        Assert.Equal([Dim.Unknown], Shape(Emit("Slice", [x, Ints(1), Ints(long.MaxValue)])));
    }

    [Fact]
    public void Split_IntoPiecesThatDoNotComeOutEven_HasAShorterLast()
    {
        string x = _graph.Input("x", ElementType.Float, 7, 2);
        _graph.Add(new Node("Split", [x], ["a", "b", "c"], NodeAttribute.Of("num_outputs", 3)));
        Assert.Equal([3, 2], Shape("b"));
        Assert.Equal([1, 2], Shape("c"));
    }

    [Fact]
    public void Loop_WithKnownTrips_CollectsAndCounts()
    {
        var body = new GraphBuilder("body");
        body.Input("i", ElementType.Int64);
        string go = body.Input("go", ElementType.Bool);
        string state = body.Input("state", ElementType.Float, Dim.Unknown, 4);
        body.Emit("Identity", [go], "still");
        body.Emit("MatMul", [state, body.Constant(Tensor.From<float>("w", [4, 4], new float[16]))], "next");
        Graph inner = body.ToGraph() with { Outputs = [new ValueInfo("still", null), new ValueInfo("next", null), new ValueInfo("next", null)] };
        string x = _graph.Input("x", ElementType.Float, Batch, 4);
        var loop = new Node("Loop", [Ints(5, scalar: true), "", x], ["last", "all"], new NodeAttribute("body", new GraphAttribute(inner)));
        _graph.Add(loop);
        Assert.Equal([Batch, 4], Shape("last"));
        Assert.Equal([5, Batch, 4], Shape("all"));
        Assert.Equal(5 * 16, TypeInference.Infer(new Model { Graph = _graph.ToGraph() }).Macs(loop));
    }

    [Fact]
    public void Infer_LoopsInLoops_ComesToAnEnd()
    {
        Graph body = new() { Inputs = [new("i", null), new("c", null), new("s", null)], Outputs = [new("c", null), new("t", null)], Nodes = [new Node("Concat", ["s", "s"], ["t"], NodeAttribute.Of("axis", 0))] };
        for (int depth = 0; depth < 30; depth++)
            body = body with { Nodes = [new Node("Loop", ["", "", "s"], ["u"], new NodeAttribute("body", new GraphAttribute(body))), new Node("Concat", ["s", "u"], ["t"], NodeAttribute.Of("axis", 0))] };
        _graph.Input("s", ElementType.Float, 2, 2);
        _graph.Add(body.Nodes[0]);
        Assert.NotNull(TypeInference.Infer(new Model { Graph = _graph.ToGraph() }));
    }

    [Fact]
    public void Cast_OfShapesToRealsAndBack_KeepsWholeNumbersAndSymbols()
    {
        string x = _graph.Input("x", ElementType.Float, Batch, 6);
        string real = Emit("Cast", [Emit("Shape", [x])], NodeAttribute.Of("to", (long)ElementType.Float));
        Assert.Equal([Batch, 6], Shape(Emit("ConstantOfShape", [Emit("Cast", [real], NodeAttribute.Of("to", (long)ElementType.Int64))])));
        string half = _graph.Constant(Tensor.From<float>("half", [2], [0.5f, 2.5f]));
        Assert.Equal([0, 2], Shape(Emit("ConstantOfShape", [Emit("Cast", [half], NodeAttribute.Of("to", (long)ElementType.Int64))])));
    }

    private string Emit(string op, IReadOnlyList<string> inputs, params NodeAttribute[] attributes) => _graph.Emit(op, inputs, op.ToLowerInvariant(), attributes);

    private string Ints(params long[] values) => _graph.Constant(Tensor.From<long>(_graph.Unique("ints"), [values.Length], values));

    private string Ints(long value, bool scalar) => scalar ? _graph.Constant(Tensor.Scalar(_graph.Unique("int"), value)) : Ints(value);

    private IReadOnlyList<Dim>? Shape(string value) => TypeInference.Infer(new Model { Graph = _graph.ToGraph() }).Tensor(value)?.Shape;
}
