using Fulcrum.Graphs;
namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Ones on a diagonal and zeros elsewhere, in the shape of a matrix.</summary>
internal sealed class EyeLikeOp : OpDefinition
{
    public override string OpType => "EyeLike";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 22);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Node.Element("dtype", node.Element(0)) is ElementType element ? new TensorType(element, node.Shape(0)) : null];

    public override long? Macs(OpNode node) => 0;

    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => Shapes.Bytes(outputs);
}
