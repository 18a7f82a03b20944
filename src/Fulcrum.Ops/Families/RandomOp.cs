using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>An op that draws numbers, in the shape of its input and of its element type unless dtype says otherwise.</summary>
internal abstract class RandomOp : OpDefinition
{
    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.Node.Element("dtype", DefaultElement(node)) is ElementType element ? new TensorType(element, OutputShape(node)) : null];

    public override long? Macs(OpNode node) => 0;

    protected virtual ElementType? DefaultElement(OpNode node) => node.Element(0);

    protected virtual IReadOnlyList<Dim>? OutputShape(OpNode node) => node.Shape(0);
}
