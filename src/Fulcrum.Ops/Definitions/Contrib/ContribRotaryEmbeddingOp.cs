using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Rotation of pairs of channels by their position.</summary>
internal sealed class ContribRotaryEmbeddingOp : ElementwiseOp
{
    public override string OpType => "RotaryEmbedding";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((4, 4), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;
}
