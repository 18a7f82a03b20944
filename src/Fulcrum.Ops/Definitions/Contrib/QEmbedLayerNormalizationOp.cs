using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>EmbedLayerNormalization on quantized tables, in floats.</summary>
internal sealed class QEmbedLayerNormalizationOp : EmbeddingNormOp
{
    public override string OpType => "QEmbedLayerNormalization";

    public override OpSchema Schema { get; } = new((18, 18), (2, 2), 1);

    public override QuantizationRole Quantization => QuantizationRole.Dequantizes;

    protected override int ElementInput => 8;
}
