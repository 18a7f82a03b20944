using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Layer normalization, scaled and shifted.</summary>
internal sealed class ContribLayerNormalizationOp : LastAxesNormOp
{
    public override string OpType => "LayerNormalization";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((2, 3), (1, 3), 1);
}
