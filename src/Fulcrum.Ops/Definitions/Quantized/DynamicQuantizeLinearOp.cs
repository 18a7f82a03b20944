using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Quantized;

/// <summary>Quantizes by the range found in the input: the integers, their scale and their zero point.</summary>
internal sealed class DynamicQuantizeLinearOp : OpDefinition
{
    public override string OpType => "DynamicQuantizeLinear";

    public override OpSchema Schema { get; } = new((1, 1), (3, 3), 11);

    public override QuantizationRole Quantization => QuantizationRole.Quantizes;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [new TensorType(ElementType.UInt8, node.Shape(0)), new TensorType(ElementType.Float, []), new TensorType(ElementType.UInt8, [])];

    public override long? Macs(OpNode node) => 0;
}
