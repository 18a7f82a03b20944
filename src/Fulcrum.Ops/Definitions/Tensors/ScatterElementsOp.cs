using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A copy of a tensor in which the entries at some indices along an axis are replaced or reduced with updates.</summary>
internal sealed class ScatterElementsOp : UnchangedOp
{
    public override string OpType => "ScatterElements";

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 11, 13, 16, 18);
}
