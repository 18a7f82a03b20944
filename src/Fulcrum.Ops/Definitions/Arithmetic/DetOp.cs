using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The determinants of square matrices, the last two dimensions.</summary>
internal sealed class DetOp : OpDefinition
{
    public override string OpType => "Det";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 11, 22);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Tensor(0) is { } input ? new TensorType(input.Element, input.Shape is { Count: >= 2 } shape ? [.. shape.SkipLast(2)] : null) : null];
}
