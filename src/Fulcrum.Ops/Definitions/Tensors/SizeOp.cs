using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>The number of elements of a tensor.</summary>
internal sealed class SizeOp : OpDefinition
{
    public override string OpType => "Size";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 13, 19, 21);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.Int64, [])];

    public override SymbolicTensor? InferValue(OpNode node) => node.Shape(0) is { } shape ? SymbolicTensor.Scalar(Shapes.Multiply(shape)) : null;

    public override long? Macs(OpNode node) => 0;

    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => Shapes.Bytes(outputs);
}
