using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x divided by the root of the mean square over the last axes, then scaled by a parameter.</summary>
internal sealed class RMSNormalizationOp : RealOp
{
    public override string OpType => "RMSNormalization";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 23);
}
