using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Slices of a tensor, picked by index tuples that the last axis of the indices holds.</summary>
internal sealed class GatherNDOp : SelectingOp
{
    public override string OpType => "GatherND";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 11, 12, 13);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } data || node.Shape(1) is not { Count: > 0 } indices || indices[^1].Size is not long tuple)
            return null;
        long batch = node.Node.Int("batch_dims", 0);
        return tuple >= 0 && batch >= 0 && tuple <= data.Count - batch ? [.. indices.SkipLast(1), .. data.Skip((int)(batch + tuple))] : null;
    }
}
