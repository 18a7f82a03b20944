using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>round(x / scale) + zero point, saturated, in the type of the zero point.</summary>
internal abstract class QuantizeOp : OpDefinition
{
    public override string OpType => "QuantizeLinear";

    public override QuantizationRole Quantization => QuantizationRole.Quantizes;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [Element(node) is { } element ? new TensorType(element, node.Shape(0)) : null];

    public override long? Macs(OpNode node) => 0;

    public override IEnumerable<string> Check(OpNode node) => QuantizationParameters.Check(node);

    private static ElementType? Element(OpNode node) => node.Element(2) ?? node.Node.Element("output_dtype", node.Has(2) ? null : ElementType.UInt8);
}
