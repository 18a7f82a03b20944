using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Layer normalization of the sum of input, skip and bias; the sum as fourth output.</summary>
internal sealed class SkipLayerNormalizationOp : LastAxesNormOp
{
    public override string OpType => "SkipLayerNormalization";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((3, 5), (1, 4), 1);
}
