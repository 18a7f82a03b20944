using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A box cut out of a tensor: from start to end with a step, along some axes.</summary>
internal sealed class SliceOp : SelectingOp
{
    public override string OpType => "Slice";

    public override OpSchema Schema { get; } = new((1, 5), (1, 1), 1, 10, 11, 13);

    public override bool HasGradient => true;

    public override SymbolicTensor? InferValue(OpNode node)
    {
        if (node.Known(0) is not { } value || Cuts(node, value.Shape.Count) is not { } cuts)
            return null;
        int[]? sizes = SymbolicTensor.Sizes([.. value.Shape.Select((size, axis) => cuts[axis]?.Length(size) ?? size)]);
        return SymbolicTensor.Build(sizes, index => value.At([.. index.Select((at, axis) => cuts[axis]?.Source(at, value.Shape[axis]) ?? at)]));
    }

    /// <summary>
    /// dX = dY with zeros for what was left out: before the first entry, between entries taken in steps, after the last.
    /// What a negative step took is first put in its old order.
    /// </summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        long[] sizes = scope.SizesOf(scope.Node.Inputs[0]);
        Cut?[] cuts = Cuts(scope.Typed, sizes.Length) ?? throw FromData();
        (long First, long Step)[] taken = [.. cuts.Select((cut, axis) => cut is null ? (0, 1) : cut.Taken(sizes[axis]) ?? throw FromData())];
        long[] lengths = scope.SizesOf(scope.Node.Outputs[0]);
        long[] reversed = [.. Enumerable.Range(0, sizes.Length).Where(axis => taken[axis].Step < 0).Select(axis => (long)axis)];
        string spread = Spread(scope, scope.Reverse(scope.OutputGradient, reversed), lengths, [.. taken.Select(t => Math.Abs(t.Step))]);
        long[] before = [.. taken.Select((t, axis) => t.Step < 0 ? t.First + ((lengths[axis] - 1) * t.Step) : t.First)];
        long[] after = [.. sizes.Select((size, axis) => size - before[axis] - (lengths[axis] * Math.Abs(taken[axis].Step)))];
        return scope.FirstOnly(scope.Pad(spread, before, after));
    }

    /// <summary>Along an axis that is cut with step 1, what is taken goes with what it was; the rest is free. Bounds move with what is left.</summary>
    public override void Couple(CouplingScope scope)
    {
        if (scope.InputShape(0) is not { } shape || scope.OutputShape(0) is not { } output || Cuts(scope.Typed, shape.Count) is not { } cuts)
            return;
        var moved = new Dictionary<int, (long First, long Length)>();
        for (int axis = 0; axis < shape.Count; axis++)
        {
            if (cuts[axis] is not { } cut)
            {
                scope.JoinAxes(0, 0, (axis, axis));
            }
            else if (shape[axis].Size is long size && output[axis].Size is long length && cut.Taken(size) is (long first, 1) && scope.Typed.Integers(1, "starts") is not null && scope.Typed.Integers(2, "ends") is not null)
            {
                moved[axis] = (first, length);
                scope.Free(scope.In(0, axis));
                for (int i = 0; i < length; i++)
                    scope.Join(scope.In(0, axis), (int)first + i, scope.Out(0, axis), i);
            }
        }

        if (moved.Count > 0)
            scope.WhenShrunk(cut => Moved(cut, scope.Typed, shape.Count, moved));
    }

    private static Node Moved(ShrinkScope cut, OpNode node, int rank, Dictionary<int, (long First, long Length)> moved)
    {
        (long[] starts, long[] ends) = ([.. node.Integers(1, "starts")!], [.. node.Integers(2, "ends")!]);
        long[] axes = node.Node.Integers("axes") is null && !node.Has(3) ? [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)] : node.Integers(3, "axes")!;
        bool changed = false;
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = OpNode.Axis(axes[i], rank)!.Value;
            var port = new PortAxis(cut.Node.Inputs[0], axis, 0);
            if (!cut.IsShrunk(port) || !moved.TryGetValue(axis, out (long First, long Length) taken))
                continue;
            starts[i] = cut.Left(port, 0, taken.First);
            ends[i] = starts[i] + cut.Left(port, taken.First, taken.First + taken.Length);
            changed = true;
        }

        return changed ? cut.With(cut.With(cut.Node, 1, "starts", starts), 2, "ends", ends) : cut.Node;
    }

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } shape)
            return null;
        return Cuts(node, shape.Count) is { } cuts ? [.. shape.Select((d, axis) => cuts[axis]?.Length(d) ?? d)] : Shapes.Unknown(shape.Count);
    }

    /// <summary>What is cut, by axis; null when not even the axes are known.</summary>
    private static Cut?[]? Cuts(OpNode node, int rank)
    {
        IReadOnlyList<Dim>? starts = List(node, 1, "starts");
        IReadOnlyList<Dim>? ends = List(node, 2, "ends");
        IReadOnlyList<Dim>? steps = node.Has(4) ? node.List(4) : null;
        bool defaults = node.Node.Integers("axes") is null && !node.Has(3);
        long[]? axes = defaults ? [.. Enumerable.Range(0, starts?.Count ?? ends?.Count ?? rank).Select(i => (long)i)] : node.Integers(3, "axes");
        if (axes is null)
            return null;
        var cuts = new Cut?[rank];
        for (int i = 0; i < axes.Length; i++)
        {
            if (OpNode.Axis(axes[i], rank) is not int axis)
                return null;
            cuts[axis] = new Cut(Item(starts, i), Item(ends, i), node.Has(4) ? Item(steps, i) : 1);
        }

        return cuts;
    }

    private static IReadOnlyList<Dim>? List(OpNode node, int input, string attribute) =>
        node.Node.Integers(attribute) is { } values ? [.. values.Select(v => (Dim)v)] : node.List(input);

    private static Dim Item(IReadOnlyList<Dim>? list, int i) => list is not null && i < list.Count ? list[i] : Dim.Unknown;

    /// <summary>Each entry followed by zeros up to the step.</summary>
    private static string Spread(GradientScope scope, string value, long[] lengths, long[] steps)
    {
        if (steps.All(step => step == 1))
            return value;
        string apart = scope.Reshape(value, [.. lengths.SelectMany(length => new[] { length, 1 })]);
        apart = scope.Pad(apart, new long[2 * steps.Length], [.. steps.SelectMany(step => new[] { 0, step - 1 })]);
        return scope.Reshape(apart, [.. lengths.Zip(steps, (length, step) => length * step)]);
    }

    private static NotSupportedException FromData() => new("Slice with bounds that are computed from data has no gradient.");

    /// <summary>What is taken along one axis.</summary>
    private sealed record Cut(Dim Start, Dim End, Dim Step)
    {
        public Dim Length(Dim size)
        {
            if (Step.Size is not long step || step == 0)
                return Dim.Unknown;
            if (size.Size is not long known || Start.Size is not long start || End.Size is not long end)
                return IsWhole(size, step) ? size : Dim.Unknown;
            (long first, long last) = Bounds(start, end, step, known);
            long way = step > 0 ? last - first : first - last;
            return known > 0 && way > 0 ? ((way - 1) / Math.Abs(step)) + 1 : 0;
        }

        public int Source(int at, int size) => (int)(Bounds(Start.Size!.Value, End.Size!.Value, Step.Size!.Value, size).First + (at * Step.Size.Value));

        public (long First, long Step)? Taken(long size) =>
            Start.Size is long start && End.Size is long end && Step.Size is long step and not 0 ? (Bounds(start, end, step, size).First, step) : null;

        /// <summary>Start and end counted from the front, clamped as ONNX says.</summary>
        private static (long First, long Last) Bounds(long start, long end, long step, long size)
        {
            (long least, long most) = step > 0 ? (0, size) : (-1, size - 1);
            long first = Math.Clamp(start < 0 ? start + size : start, Math.Min(0, most), most);
            return (first, Math.Clamp(end < 0 ? end + size : end, least, most));
        }

        private bool IsWhole(Dim size, long step) => step switch
        {
            1 => Start.Size == 0 && (End.Size >= int.MaxValue || (size.Symbol is not null && End.Symbol == size.Symbol)),
            -1 => (Start.Size == -1 || Start.Size >= int.MaxValue) && End.Size <= -int.MaxValue,
            _ => false,
        };
    }
}
