using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>(x - zero point) * scale, in the type of the scale.</summary>
internal abstract class DequantizeOp : OpDefinition
{
    public override string OpType => "DequantizeLinear";

    public override QuantizationRole Quantization => QuantizationRole.Dequantizes;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Node.Element("output_dtype", node.Element(1)) is { } element ? new TensorType(element, node.Shape(0)) : null];

    public override long? Macs(OpNode node) => 0;

    public override IEnumerable<string> Check(OpNode node) => QuantizationParameters.Check(node);
}
