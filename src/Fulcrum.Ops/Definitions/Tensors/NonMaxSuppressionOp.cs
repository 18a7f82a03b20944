using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Which boxes stay when those that overlap a better one too much are dropped: batch, class and box of each.</summary>
internal sealed class NonMaxSuppressionOp : OpDefinition
{
    public override string OpType => "NonMaxSuppression";

    public override OpSchema Schema { get; } = new((2, 5), (1, 1), 10, 11);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Int64, [Dim.Unknown, 3])];

    public override long? Macs(OpNode node) => 0;
}
