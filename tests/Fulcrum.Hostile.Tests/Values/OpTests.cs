using Fulcrum.Graphs;
using Fulcrum.Hostile.Tests.Made;
using Fulcrum.Ops;
using static Fulcrum.Hostile.Tests.Made.Onnx;
using static Fulcrum.Hostile.Tests.Made.Wire;

namespace Fulcrum.Hostile.Tests.Values;

/// <summary>Values that ops choke on: sizes that explode, counts below zero, positions outside. Inference must answer without allocating what they ask for.</summary>
public sealed class OpTests
{
    private static byte[] Constant(string name, params long[] values) => Bytes(5, Tensor(name, LongInteger, [values.Length], Bytes(9, [.. values.SelectMany(BitConverter.GetBytes)])));

    private static byte[] Scalar(string name, long value) => Bytes(5, Tensor(name, LongInteger, [], Bytes(9, BitConverter.GetBytes(value))));

    private static byte[] Ints(string name, params long[] values) => Attribute(name, 7, Packed(8, values));

    private static byte[] Int(string name, long value) => Attribute(name, 2, Varint(3, value));

    /// <summary>A model of parts; its output has no declared type.</summary>
    private static byte[] Of(params byte[][] parts) => Model(Join([Text(2, "g"), Bytes(11, Value("x", Float, 4)), Bytes(12, Text(1, "y")), .. parts]));

    /// <summary>What is known of y; every door answers.</summary>
    private static OnnxType? TypeOfY(params byte[][] parts)
    {
        Model model = Door.Accepted(Of(parts));
        Guarded.Run(1 << 16, () => ModelChecker.Check(model, CheckLevel.Types));
        GraphTypes types = Guarded.Run(1 << 16, () => TypeInference.Infer(model));
        Guarded.Run(1 << 16, () => types.Macs());
        if (ModelChecker.Check(model, CheckLevel.Structure).Count == 0)
            Guarded.Run(1 << 16, () => Cuts.CutFinder.Find(model));
        return types.Of("y");
    }

    [Theory]
    [InlineData(1L << 62, 1L << 62)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(-1, 1)]
    [InlineData(72_000_000, 1000)]
    public void Infer_ExpandToAnEnormousShape_AllocatesNothing(long a, long b) => TypeOfY(Constant("s", a, b, 4), Bytes(1, Node("Expand", ["x", "s"], ["y"])));

    [Theory]
    [InlineData(72_000_000)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Infer_ConstantOfAnEnormousShape_AllocatesNothing(long size) => TypeOfY(Constant("s", size, size), Bytes(1, Node("ConstantOfShape", ["s"], ["y"])));

    [Theory]
    [InlineData("Range")]
    [InlineData("OneHot")]
    [InlineData("EyeLike")]
    [InlineData("Tile")]
    [InlineData("Pad")]
    [InlineData("Resize")]
    [InlineData("RandomNormal")]
    [InlineData("HannWindow")]
    public void Infer_OpThatMakesAsMuchAsItIsTold_AllocatesNothing(string op)
    {
        byte[] node = op switch
        {
            "Range" => Node(op, ["zero", "huge", "one"], ["y"]),
            "OneHot" => Node(op, ["x", "huge", "x"], ["y"]),
            "RandomNormal" => Node(op, [], ["y"], Ints("shape", long.MaxValue, 2)),
            "EyeLike" => Node(op, ["wide"], ["y"]),
            "HannWindow" => Node(op, ["huge"], ["y"]),
            "Resize" => Node(op, ["x", "", "", "list"], ["y"]),
            _ => Node(op, ["x", "list"], ["y"]),
        };
        TypeOfY(Scalar("zero", 0), Scalar("one", 1), Scalar("huge", long.MaxValue), Constant("list", long.MaxValue), Bytes(11, Value("wide", Float, long.MaxValue, 2)), Bytes(1, node));
    }

    [Theory]
    [InlineData(new long[] { 0, 0 })]
    [InlineData(new long[] { -1, 5 })]
    [InlineData(new long[] { long.MaxValue, long.MaxValue })]
    [InlineData(new long[] { 0 })]
    public void Infer_SplitIntoZeroNegativeOrTooMuch_Answers(long[] split) => TypeOfY(Constant("s", split), Bytes(1, Node("Split", ["x", "s"], ["y", "z"])));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void Infer_SplitIntoAnImpossibleNumber_Answers(long parts) => TypeOfY(Bytes(1, Node("Split", ["x"], ["y", "z"], Int("num_outputs", parts))));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Infer_ScanWithMoreInputsThanItHas_Answers(long inputs)
    {
        byte[] body = Join(Bytes(11, Value("e", Float)), Bytes(12, Value("o", Float)), Bytes(1, Node("Relu", ["e"], ["o"])));
        TypeOfY(Bytes(1, Node("Scan", ["x"], ["y"], Attribute("body", 5, Bytes(6, body)), Int("num_scan_inputs", inputs), Ints("scan_input_axes", long.MinValue))));
    }

    [Fact]
    public void Infer_LoopOfAllTrips_CountsNothingAndAnswers()
    {
        byte[] body = Join(Bytes(11, Value("i", LongInteger)), Bytes(11, Value("c", 9)), Bytes(11, Value("v", Float, 4)), Bytes(12, Value("c", 9)), Bytes(12, Value("o", Float, 4)), Bytes(1, Node("Relu", ["v"], ["o"])));
        byte[] loop = Node("Loop", ["n", "", "x"], ["y"], Attribute("body", 5, Bytes(6, body)));
        Door.Harmless(Model(Graph(Scalar("n", long.MaxValue), Bytes(1, loop))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Infer_SliceOnEmptyDims_Answers(long step) =>
        TypeOfY(Bytes(11, Value("e", Float, 0, 0)), Constant("s", long.MinValue, 1), Constant("t", long.MaxValue, 0), Constant("a", 0, 1), Constant("p", step, -1), Bytes(1, Node("Slice", ["e", "s", "t", "a", "p"], ["y"])));

    [Fact]
    public void Infer_PoolWithZeroStridesAndNegativeKernel_Answers() =>
        TypeOfY(Bytes(11, Value("i", Float, 1, 1, 8, 8)), Bytes(1, Node("MaxPool", ["i"], ["y", "z"], Ints("kernel_shape", -3, 0), Ints("strides", 0, 0), Ints("pads", long.MaxValue, 1, 1, 1), Ints("dilations", 0, long.MinValue))));

    [Fact]
    public void Infer_UnpoolWithIndicesOutside_Answers() =>
        TypeOfY(Bytes(11, Value("i", Float, 1, 1, 2, 2)), Bytes(5, Tensor("p", LongInteger, [1, 1, 2, 2], Bytes(9, [.. Enumerable.Repeat((byte)0xFF, 32)]))), Bytes(1, Node("MaxUnpool", ["i", "p"], ["y"], Ints("kernel_shape", 2, 2))));

    [Fact]
    public void Infer_TreeEnsembleWithListsOfDifferentLengths_Answers() => TypeOfY(
        Bytes(1, Join(Node("TreeEnsembleRegressor", ["x"], ["y"], Ints("nodes_truenodeids", 999, -1), Ints("nodes_nodeids", 0), Ints("target_ids", long.MaxValue), Int("n_targets", -1)), Text(7, "ai.onnx.ml"))));

    [Theory]
    [InlineData("i...->")]
    [InlineData("ijijijijij,->")]
    [InlineData(",,,,")]
    [InlineData("->->")]
    [InlineData("")]
    public void Infer_EinsumThatIsNoEquation_Answers(string equation) => TypeOfY(Bytes(1, Node("Einsum", ["x"], ["y"], Attribute("equation", 3, Text(4, equation)))));

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(-5)]
    public void Infer_AxisOutside_Answers(long axis)
    {
        foreach (string op in new[] { "Concat", "Gather", "Softmax", "Flatten", "ArgMax", "Split", "LayerNormalization", "CumSum", "TopK", "GatherElements", "Compress", "OneHot" })
            TypeOfY(Scalar("k", axis), Bytes(1, Node(op, ["x", "k"], ["y"], Int("axis", axis))));
    }

    [Fact]
    public void Infer_RanksThatDouble_StaysBounded()
    {
        byte[][] nodes = [.. Enumerable.Range(0, 40).Select(i => Bytes(1, Node("Concat", [$"s{i}", $"s{i}"], [$"s{i + 1}"], Int("axis", 0))))];
        TypeOfY([Constant("s0", 1, 1, 1, 1), .. nodes, Bytes(1, Node("ConstantOfShape", ["s40"], ["y"]))]);
    }

    [Fact]
    public void Infer_UnsqueezeThatAddsManyRanks_StaysBounded()
    {
        byte[][] nodes = [.. Enumerable.Range(0, 2000).Select(i => Bytes(1, Node("Unsqueeze", [i == 0 ? "x" : $"v{i - 1}", "a"], [i == 1999 ? "y" : $"v{i}"])))];
        TypeOfY([Constant("a", 0), .. nodes]);
    }
}
