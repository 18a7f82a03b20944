using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x divided by a power of the sum of squares over neighbouring channels.</summary>
internal sealed class LRNOp : RealOp
{
    public override string OpType => "LRN";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 13);

    /// <summary>Neighbours count: all axes stay.</summary>
    public override void Couple(CouplingScope scope)
    {
    }
}
