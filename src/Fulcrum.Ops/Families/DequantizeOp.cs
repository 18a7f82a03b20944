using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>(x - zero point) * scale, in the type of the scale.</summary>
internal abstract class DequantizeOp : OpDefinition
{
    public override string OpType => "DequantizeLinear";

    public override QuantizationRole Quantization => QuantizationRole.Dequantizes;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [Element(node) is { } element ? new TensorType(element, node.Shape(0)) : null];

    public override long? Macs(OpNode node) => 0;

    public override IEnumerable<string> Check(OpNode node) => QuantizationParameters.Check(node);

    private static ElementType? Element(OpNode node)
    {
        long wanted = node.Node.Int("output_dtype", 0);
        return wanted > 0 && Enum.IsDefined((ElementType)wanted) ? (ElementType)wanted : node.Element(1);
    }
}
