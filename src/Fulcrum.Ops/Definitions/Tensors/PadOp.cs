using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A tensor with entries added before and after along some axes, or taken away where the count is negative.</summary>
internal sealed class PadOp : RearrangingOp
{
    public override string OpType => "Pad";

    public override OpSchema Schema { get; } = new((1, 4), (1, 1), 1, 2, 11, 13, 18, 19, 21);

    /// <summary>Elements go with themselves, constant pads are free; along an axis with other pads all stay. Counts follow what is left.</summary>
    public override void Couple(CouplingScope scope)
    {
        if (scope.InputShape(0) is not { } shape || scope.OutputShape(0) is not { } output || scope.Typed.Integers(1, "pads") is null || (scope.Typed.Has(3) && scope.Typed.Integers(3) is null))
            return;
        (long[] before, long[] after) = Pads(scope.Typed, shape.Count);
        bool constant = scope.Node.Text("mode", "constant") == "constant";
        for (int axis = 0; axis < shape.Count; axis++)
        {
            if (before[axis] == 0 && after[axis] == 0)
                scope.JoinAxes(0, 0, (axis, axis));
            else if (constant && before[axis] >= 0 && after[axis] >= 0 && shape[axis].Size is long size && output[axis].Size is not null)
                JoinPadded(scope, axis, (int)size, (int)before[axis]);
        }

        if (constant)
            scope.WhenShrunk(cut => Padded(cut, scope.Typed, shape.Count, before, after));
    }

    private static void JoinPadded(CouplingScope scope, int axis, int size, int before)
    {
        scope.Free(scope.Out(0, axis));
        for (int i = 0; i < size; i++)
            scope.Join(scope.In(0, axis), i, scope.Out(0, axis), before + i);
    }

    private static Node Padded(ShrinkScope cut, OpNode node, int rank, long[] before, long[] after)
    {
        long[] counts = [.. node.Integers(1, "pads")!];
        long[] axes = node.Has(3) ? node.Integers(3)! : [.. Enumerable.Range(0, rank).Select(i => (long)i)];
        bool changed = false;
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = OpNode.Axis(axes[i], rank)!.Value;
            var port = new PortAxis(cut.Node.Outputs[0], axis, ~0);
            if (before[axis] + after[axis] == 0 || !cut.IsShrunk(port))
                continue;
            long total = cut.Before(port);
            counts[i] = cut.Left(port, 0, before[axis]);
            counts[i + axes.Length] = cut.Left(port, total - after[axis], total);
            changed = true;
        }

        return changed ? cut.With(cut.Node, 1, "pads", counts) : cut.Node;
    }

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } shape)
            return null;
        int?[] axes = node.Has(3)
            ? [.. (node.Integers(3) ?? []).Select(axis => OpNode.Axis(axis, shape.Count))]
            : [.. Enumerable.Range(0, shape.Count).Select(i => (int?)i)];
        if (Counts(node) is not { } counts || counts.Count != 2 * axes.Length || axes.Contains(null))
            return Shapes.Unknown(shape.Count);
        Dim[] padded = [.. shape];
        for (int i = 0; i < axes.Length; i++)
            padded[axes[i]!.Value] = Padded(shape[axes[i]!.Value], Shapes.Add(counts[i], counts[axes.Length + i]));
        return padded;
    }

    private static IReadOnlyList<Dim>? Counts(OpNode node) =>
        node.Node.Integers("pads") is { } pads ? [.. pads.Select(count => (Dim)count)] : node.List(1);

    private static Dim Padded(Dim size, Dim added) => Shapes.AsSize(Shapes.Add(size, added));

    public override bool HasGradient => true;

    /// <summary>dX = dY with the pads taken off; an element that was copied into them gets the sum of its copies. The constant gets the rest of the sum.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        (long[] sizes, string mode) = (scope.SizesOf(scope.Node.Inputs[0]), scope.Node.Text("mode", "constant"));
        (long[] before, long[] after) = Pads(scope.Typed, sizes.Length);
        if (mode != "constant")
            return [AxisMap.Back(scope, sizes.Select((size, i) => Copies(i, size, before[i], after[i], mode))), .. scope.Node.Inputs.Skip(1).Select(_ => (string?)null)];
        string inner = scope.Emit("Pad", [scope.OutputGradient, scope.Axes([.. before.Concat(after).Select(count => -count)])]);
        string? value = scope.Wants(2) ? Rest(scope, inner, sizes.Length) : null;
        return [scope.Wants(0) ? inner : null, .. scope.Node.Inputs.Skip(1).Select((_, i) => i == 1 ? value : null)];
    }

    private static string Rest(GradientScope scope, string inner, int rank)
    {
        long[] all = [.. Enumerable.Range(0, rank).Select(i => (long)i)];
        string rest = scope.Emit("Sub", [scope.ReduceSum(scope.OutputGradient, false, all), scope.ReduceSum(inner, false, all)]);
        return scope.Reshape(rest, scope.SizesOf(scope.Node.Inputs[2]));
    }

    private static (long[] Before, long[] After) Pads(OpNode node, int rank)
    {
        long[] counts = node.Integers(1, "pads") ?? throw new NotSupportedException("Pad has no gradient where its pads are not constant.");
        long[] axes = node.Has(3) ? node.Integers(3) ?? throw new NotSupportedException("Pad has no gradient where its axes are not constant.") : [.. Enumerable.Range(0, rank).Select(i => (long)i)];
        (long[] before, long[] after) = (new long[rank], new long[rank]);
        for (int i = 0; i < axes.Length; i++)
            (before[OpNode.Axis(axes[i], rank)!.Value], after[OpNode.Axis(axes[i], rank)!.Value]) = (counts[i], counts[i + axes.Length]);
        return (before, after);
    }

    private static AxisMap Copies(int axis, long size, long before, long after, string mode)
    {
        long period = Math.Max(1, 2 * (size - 1));
        Func<long, long> source = mode switch
        {
            "edge" => position => Math.Clamp(position, 0, size - 1),
            "wrap" => position => ((position % size) + size) % size,
            "reflect" => position => ((position % period) + period) % period is var folded && folded < size ? folded : period - folded,
            _ => throw new NotSupportedException($"Pad with mode {mode} has no gradient here."),
        };
        return AxisMap.Selecting(axis, size, [.. Enumerable.Range(0, (int)(before + size + after)).Select(i => source(i - before))]);
    }
}
