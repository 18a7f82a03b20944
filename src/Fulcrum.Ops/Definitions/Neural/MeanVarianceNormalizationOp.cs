using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x shifted to mean 0 and scaled to variance 1 over given axes.</summary>
internal sealed class MeanVarianceNormalizationOp : RealOp
{
    public override string OpType => "MeanVarianceNormalization";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 13);

    /// <summary>Neighbours count: all axes stay.</summary>
    public override void Couple(CouplingScope scope)
    {
    }
}
