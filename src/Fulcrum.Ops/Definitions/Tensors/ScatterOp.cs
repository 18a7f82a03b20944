using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A copy of a tensor in which the entries at some indices along an axis are replaced; the old name of ScatterElements.</summary>
internal sealed class ScatterOp : UnchangedOp
{
    public override string OpType => "Scatter";

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 9) { RemovedIn = 11 };
}
