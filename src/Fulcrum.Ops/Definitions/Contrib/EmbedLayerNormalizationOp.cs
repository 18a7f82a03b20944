using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Sum of word, position and segment embeddings, normalized; the length of each sequence beside it.</summary>
internal sealed class EmbedLayerNormalizationOp : EmbeddingNormOp
{
    public override string OpType => "EmbedLayerNormalization";

    public override OpSchema Schema { get; } = new((7, 9), (1, 3), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    protected override int ElementInput => 2;
}
