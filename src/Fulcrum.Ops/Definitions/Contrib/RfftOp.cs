using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>The Fourier transform of real signals along the last dimensions: half of the last one, as pairs of real and imaginary part.</summary>
internal sealed class RfftOp : OpDefinition
{
    public override string OpType => "Rfft";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } input ? new TensorType(input.Element, input.Shape is { Count: > 0 } shape ? [.. shape.SkipLast(1), Half(shape[^1]), 2] : null) : null];

    private static Dim Half(Dim size) => size.Size is long known ? (known / 2) + 1 : Dim.Unknown;
}
