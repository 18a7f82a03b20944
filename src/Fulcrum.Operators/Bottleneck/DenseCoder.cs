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
    public override long Macs => 2L * Elements * CodeWidth;

    internal override IReadOnlyList<long> Shape => [Elements];

    internal override IReadOnlyList<Tensor> Initial(BottleneckNames names, Random random) =>
    [
        Uniform(names.Weights[0], [CodeWidth, Elements], Elements, random), Zeros(names.Weights[1], CodeWidth),
        Uniform(names.Weights[2], [Elements, CodeWidth], CodeWidth, random), Zeros(names.Weights[3], Elements),
    ];

    private protected override void AddLinear(GraphBuilder builder, BottleneckNames names, string decoded)
    {
        NodeAttribute transposed = NodeAttribute.Of("transB", 1);
        builder.Add(new Node("Gemm", [names.Cut, names.Weights[0], names.Weights[1]], [names.Code], transposed) { Name = names.Code });
        builder.Add(new Node("Gemm", [names.Code, names.Weights[2], names.Weights[3]], [decoded], transposed) { Name = decoded });
    }
}
