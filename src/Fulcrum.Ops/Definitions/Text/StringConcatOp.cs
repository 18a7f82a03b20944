using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Text;

/// <summary>Strings of two tensors joined, with broadcasting.</summary>
internal sealed class StringConcatOp : OpDefinition
{
    public override string OpType => "StringConcat";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 20);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [new TensorType(ElementType.String, Shapes.Broadcast(node.Shape(0), node.Shape(1)))];

    public override long? Macs(OpNode node) => 0;
}
