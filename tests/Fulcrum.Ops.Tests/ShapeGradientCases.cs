using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>Ops that move elements or change their type.</summary>
internal static class ShapeGradientCases
{
    private static readonly NodeAttribute Last = NodeAttribute.Of("axis", -1), First = NodeAttribute.Of("axis", 0), Second = NodeAttribute.Of("axis", 1);

    private static (int Position, Tensor? Value) Indices(int position, long[] shape, params long[] values) => (position, Tensor.From<long>("", shape, values));

    private static (int Position, Tensor? Value)[] Cut(long[] starts, long[] ends, long[] axes, long[] steps) =>
        [GradientCase.Integers(1, starts), GradientCase.Integers(2, ends), GradientCase.Integers(3, axes), GradientCase.Integers(4, steps)];

    public static IReadOnlyList<GradientCase> All { get; } =
    [
        new("with a rest", "Reshape", [[2, 3, 4]]) { Fixed = [GradientCase.Integers(1, 4, -1)] },
        new("with a copied size", "Reshape", [[2, 3, 4]]) { Fixed = [GradientCase.Integers(1, 0, 12)], Opset = 13 },
        new("to a scalar", "Reshape", [[1, 1]]) { Fixed = [GradientCase.Integers(1)] },
        new("one axis", "Squeeze", [[2, 1, 3, 1]]) { Fixed = [GradientCase.Integers(1, 1)] },
        new("all", "Squeeze", [[2, 1, 3, 1]]) { Opset = 13 },
        new("two axes", "Unsqueeze", [[2, 3]]) { Fixed = [GradientCase.Integers(1, 0, -1)] },
        new("axes as attribute", "Unsqueeze", [[2, 3]], NodeAttribute.Of("axes", new long[] { 1 })) { Opset = 11 },
        new("axes as attribute", "Squeeze", [[2, 1, 3]], NodeAttribute.Of("axes", new long[] { 1 })) { Opset = 11 },
        new("plain", "ExpandDims", [[2, 3]]) { Domain = "com.microsoft", Fixed = [GradientCase.Scalar(1, 1)] },
        new("last axis", "Concat", [[2, 3], [2, 1], [2, 4]], Last),
        new("first axis", "Concat", [[1, 3], [2, 3]], First),
        new("one input", "Concat", [[2, 3]], First),
        new("beside a constant", "Concat", [[2, 3]], Second) { Fixed = [(0, Tensor.From<float>("", [2, 1], [1, 2]))] },
        new("even, all read", "Split", [[2, 6]], Second) { Outputs = 3, ReadOutputs = 3 },
        new("given, the first read", "Split", [[2, 6]], Second) { Outputs = 3, Fixed = [GradientCase.Integers(1, 1, 2, 3)] },
        new("given, two read", "Split", [[2, 6]], Last) { Outputs = 3, ReadOutputs = 2, Fixed = [GradientCase.Integers(1, 1, 2, 3)] },
        new("number of pieces", "Split", [[5, 2]], NodeAttribute.Of("num_outputs", 2)) { Outputs = 2, ReadOutputs = 2, Opset = 18 },
        new("inner box", "Slice", [[4, 5]]) { Fixed = Cut([1, -3], [3, int.MaxValue], [0, 1], [1, 1]) },
        new("without axes", "Slice", [[4, 5]]) { Fixed = [GradientCase.Integers(1, 1), GradientCase.Integers(2, 3)] },
        new("in steps", "Slice", [[4, 7]]) { Fixed = Cut([1], [7], [1], [2]) },
        new("in steps past the end", "Slice", [[4, 7]]) { Fixed = Cut([0, 0], [100, 100], [0, 1], [3, 2]) },
        new("backwards", "Slice", [[4, 5]]) { Fixed = Cut([-1], [long.MinValue], [1], [-1]) },
        new("backwards in steps", "Slice", [[4, 7]]) { Fixed = Cut([5, 2], [0, -100], [1, 0], [-2, -1]) },
        new("backwards in steps of three", "Slice", [[8]]) { Fixed = Cut([7], [1], [0], [-3]) },
        new("everything", "Slice", [[4, 5]]) { Fixed = Cut([0], [int.MaxValue], [0], [1]), Opset = 13 },
        new("one", "Gather", [[3, 4, 2]], Second) { Fixed = [Indices(1, [], -1)] },
        new("list of one", "Gather", [[3, 4]], First) { Fixed = [Indices(1, [1], 2)] },
        new("embedding with repeats", "Gather", [[5, 3]], First) { Fixed = [Indices(1, [2, 4], 0, 3, 3, -1, 1, 3, 0, 0)], Opset = 16 },
        new("inner axis with repeats", "Gather", [[2, 4, 3]], Second) { Fixed = [Indices(1, [2, 2], 3, -4, 3, 1)] },
        new("last axis with repeats", "Gather", [[2, 4]], Last) { Fixed = [Indices(1, [3], 1, 1, 0)], Opset = 22 },
        new("embedding before opset 16", "Gather", [[5, 3]], First) { Fixed = [Indices(1, [2, 3], 0, 3, 3, -1, 1, 3)], Opset = 13 },
        new("inner axis before opset 16", "Gather", [[2, 4, 3]], Second) { Fixed = [Indices(1, [2, 2], 3, 0, 3, -3)], Opset = 13 },
        new("32-bit indices", "Gather", [[5, 3]], First) { Fixed = [(1, Tensor.From<int>("", [3], [0, 2, 2]))] },
        new("columns with repeats", "GatherElements", [[3, 4]], Second) { Fixed = [Indices(1, [3, 2], 0, 0, 3, -1, 1, 2)] },
        new("rows", "GatherElements", [[3, 4]]) { Fixed = [Indices(1, [2, 4], 0, 1, 2, 0, 0, 2, 2, 1)], Opset = 16 },
        new("both ways", "Expand", [[3, 1]]) { Fixed = [GradientCase.Integers(1, 2, 1, 4)] },
        new("scalar", "Expand", [[]]) { Fixed = [GradientCase.Integers(1, 2, 3)] },
        new("two axes", "Tile", [[2, 3]]) { Fixed = [GradientCase.Integers(1, 2, 3)] },
        new("one axis", "Tile", [[2, 1, 3]]) { Fixed = [GradientCase.Integers(1, 1, 4, 1)] },
        new("no repetition", "Tile", [[2, 3]]) { Fixed = [GradientCase.Integers(1, 1, 1)] },
        new("to double", "Cast", [[3, 4]], NodeAttribute.Of("to", (long)ElementType.Double)) { Result = ElementType.Double },
        new("to double", "CastLike", [[3, 4]]) { Result = ElementType.Double, Fixed = [GradientCase.Scalar(1, 0d)] },
    ];
}
