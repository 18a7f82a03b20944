using Fulcrum.Graphs;
namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>The largest or smallest entries along an axis, and where they are.</summary>
internal sealed class TopKOp : OpDefinition
{
    public override string OpType => "TopK";

    public override OpSchema Schema { get; } = new((1, 2), (2, 2), 1, 10, 11);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        Dim[]? shape = OutputShape(node);
        return [node.Tensor(0) is { } input ? new TensorType(input.Element, shape) : null, new TensorType(ElementType.Int64, shape)];
    }

    public override long? Macs(OpNode node) => 0;

    private static Dim[]? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } shape || OpNode.Axis(node.Node.Int("axis", -1), shape.Count) is not int axis)
            return null;
        Dim count = node.Node.Attribute("k") is IntAttribute k ? k.Value : node.Scalar(1);
        return [.. shape.Select((d, i) => i == axis ? Shapes.AsSize(count) : d)];
    }
}
