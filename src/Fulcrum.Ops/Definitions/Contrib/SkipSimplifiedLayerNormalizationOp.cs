using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Root mean square normalization of the sum of input, skip and bias; the sum as fourth output.</summary>
internal sealed class SkipSimplifiedLayerNormalizationOp : LastAxesNormOp
{
    public override string OpType => "SkipSimplifiedLayerNormalization";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((3, 4), (1, 4), 1);
}
