using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>Each channel of each sample shifted to mean 0 and scaled to variance 1, then scaled and shifted by parameters.</summary>
internal sealed class InstanceNormalizationOp : RealOp
{
    public override string OpType => "InstanceNormalization";

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 1, 6, 22);
}
