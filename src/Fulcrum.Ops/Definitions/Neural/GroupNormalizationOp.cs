using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>Each group of channels shifted to mean 0 and scaled to variance 1, then scaled and shifted by parameters.</summary>
internal sealed class GroupNormalizationOp : RealOp
{
    public override string OpType => "GroupNormalization";

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 18, 21);
}
