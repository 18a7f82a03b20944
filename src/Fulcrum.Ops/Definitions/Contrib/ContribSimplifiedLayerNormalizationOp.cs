using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Root mean square normalization, scaled.</summary>
internal sealed class ContribSimplifiedLayerNormalizationOp : LastAxesNormOp
{
    public override string OpType => "SimplifiedLayerNormalization";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 2), (1, 2), 1);
}
