using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>The real signals of half a Fourier transform given as pairs of real and imaginary part.</summary>
internal sealed class IrfftOp : OpDefinition
{
    public override string OpType => "Irfft";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } input ? new TensorType(input.Element, input.Shape is { Count: > 1 } shape ? [.. shape.SkipLast(2), Whole(shape[^2])] : null) : null];

    private static Dim Whole(Dim half) => half.Size is long known and > 0 ? (known - 1) * 2 : Dim.Unknown;
}
