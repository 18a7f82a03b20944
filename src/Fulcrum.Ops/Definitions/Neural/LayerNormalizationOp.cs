using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x shifted to mean 0 and scaled to variance 1 over the last axes, then scaled and shifted by parameters; also mean and inverse deviation.</summary>
internal sealed class LayerNormalizationOp : LastAxesNormOp
{
    public override string OpType => "LayerNormalization";

    public override OpSchema Schema { get; } = new((2, 3), (1, 3), 17);
}
