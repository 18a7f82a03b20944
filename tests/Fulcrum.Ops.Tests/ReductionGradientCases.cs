using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>Reductions: each over the same choice of axes, given as an attribute or as an input.</summary>
internal static class ReductionGradientCases
{
    public static IReadOnlyList<GradientCase> All { get; } =
    [
        .. Of("ReduceL1", 18).Select(c => c with { Gap = 0.1f }),
        .. Of("ReduceL2", 18),
        .. Of("ReduceLogSum", 18).Select(c => c with { Positive = true, Gap = 0.5f }),
        .. Of("ReduceLogSumExp", 18),
        .. Of("ReduceMax", 18),
        .. Of("ReduceMean", 18),
        .. Of("ReduceMin", 18),
        .. Of("ReduceProd", 18).Select(c => c with { Gap = 0.2f }),
        .. Of("ReduceSum", 13),
        .. Of("ReduceSumSquare", 18),
        .. new[] { "ReduceMax", "ReduceMean", "ReduceMin", "ReduceSum" }.Select(op => new GradientCase(
            "no axes and nothing to do", op, [[2, 3, 4]], NodeAttribute.Of("noop_with_empty_axes", 1)) { Opset = 18 }),
        new("zeros", "ReduceProd", [[4, 3]]) { Opset = 18, First = [0, 2, 3, 0, 0, 4, 1, 2, -3, 0, 0, 0], Fixed = [GradientCase.Integers(1, 1)] },
        new("a row of zeros", "ReduceSumSquare", [[2, 2]], NodeAttribute.Of("keepdims", 0)) { Opset = 18, First = [0, 0, 3, -4], Fixed = [GradientCase.Integers(1, 1)] },
        new("no axes in an input and nothing to do", "ReduceSum", [[2, 3]], NodeAttribute.Of("noop_with_empty_axes", 1)) { Fixed = [GradientCase.Integers(1)] },
    ];

    private static IEnumerable<GradientCase> Of(string op, long axesAreInput)
    {
        NodeAttribute dropped = NodeAttribute.Of("keepdims", 0);
        foreach (long opset in new[] { 13, 18, 22 }.Where(v => v != 22 || op is "ReduceMean" or "ReduceMax"))
        {
            bool input = opset >= axesAreInput;
            GradientCase Case(string name, long[] axes, params NodeAttribute[] attributes) => input
                ? new GradientCase(name, op, [[2, 3, 4]], attributes) { Opset = opset, Fixed = [GradientCase.Integers(1, axes)] }
                : new GradientCase(name, op, [[2, 3, 4]], [.. attributes, NodeAttribute.Of("axes", axes)]) { Opset = opset };
            string form = $"opset {opset}";
            yield return Case($"last axis, {form}", [-1]);
            yield return Case($"outer axes dropped, {form}", [0, 2], dropped);
            yield return Case($"middle axis dropped, {form}", [1], dropped);
            yield return new GradientCase($"all axes, {form}", op, [[2, 3]]) { Opset = opset };
            yield return new GradientCase($"all axes dropped, {form}", op, [[2, 3]], dropped) { Opset = opset };
        }
    }
}
