using Fulcrum.Graphs;

namespace Fulcrum.Operators.Bottleneck;

/// <summary>Fully connected, for a cut tensor [batch, elements].</summary>
/// <param name="Elements">Of the cut tensor, per sample.</param>
/// <param name="CodeWidth">Of the code.</param>
public sealed record DenseCoder(int Elements, int CodeWidth) : BottleneckCoder
{
    /// <inheritdoc/>
    public override int CodeElements => CodeWidth;

    /// <inheritdoc/>
    public override long EncoderMacs => (long)Elements * CodeWidth;

    /// <inheritdoc/>
    public override long DecoderMacs => EncoderMacs;

    internal override IReadOnlyList<long> Shape => [Elements];

    internal override IReadOnlyList<Tensor> Initial(BottleneckNames names, Random random) =>
    [
        Uniform(names.Encoder.Weight, [CodeWidth, Elements], Elements, random), Zeros(names.Encoder.Bias, CodeWidth),
        Uniform(names.Decoder(0).Weight, [Elements, CodeWidth], CodeWidth, random), Zeros(names.Decoder(0).Bias, Elements),
    ];

    private protected override void AddLayers(GraphBuilder builder, BottleneckNames names, string decoded)
    {
        NodeAttribute transposed = NodeAttribute.Of("transB", 1);
        builder.Add(new Node("Gemm", [names.Cut, names.Encoder.Weight, names.Encoder.Bias], [names.Code], transposed) { Name = names.Code });
        builder.Add(new Node("Gemm", [names.Code, names.Decoder(0).Weight, names.Decoder(0).Bias], [decoded], transposed) { Name = decoded });
    }
}
