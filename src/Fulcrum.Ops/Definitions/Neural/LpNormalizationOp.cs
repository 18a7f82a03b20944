using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x divided by its norm along an axis.</summary>
internal sealed class LpNormalizationOp : RealOp
{
    public override string OpType => "LpNormalization";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 22);

    /// <summary>Neighbours count: all axes stay.</summary>
    public override void Couple(CouplingScope scope)
    {
    }
}
