using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Sequences;

/// <summary>Whether its input is there.</summary>
internal sealed class OptionalHasElementOp : OpDefinition
{
    public override string OpType => "OptionalHasElement";

    public override OpSchema Schema { get; } = new((0, 1), (1, 1), 15, 18);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Bool, [])];

    public override long? Macs(OpNode node) => 0;

    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => Shapes.Bytes(outputs);
}
