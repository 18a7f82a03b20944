using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>The different values of a tensor, or its different slices along an axis; where each comes first, which one each entry is, and how often each occurs.</summary>
internal sealed class UniqueOp : OpDefinition
{
    public override string OpType => "Unique";

    public override OpSchema Schema { get; } = new((1, 1), (1, 4), 11);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        var places = new TensorType(ElementType.Int64, [Dim.Unknown]);
        return [node.Tensor(0) is { } input ? new TensorType(input.Element, Values(node)) : null, places, places with { Shape = [Entries(node)] }, places];
    }

    public override long? Macs(OpNode node) => 0;

    private static Dim[]? Values(OpNode node)
    {
        if (node.Node.Attribute("axis") is not IntAttribute given)
            return [Dim.Unknown];
        return node.Shape(0) is { } shape && OpNode.Axis(given.Value, shape.Count) is int axis ? [.. shape.Select((d, i) => i == axis ? Dim.Unknown : d)] : null;
    }

    private static Dim Entries(OpNode node)
    {
        if (node.Shape(0) is not { } shape)
            return Dim.Unknown;
        if (node.Node.Attribute("axis") is not IntAttribute given)
            return Shapes.Multiply(shape);
        return OpNode.Axis(given.Value, shape.Count) is int axis ? shape[axis] : Dim.Unknown;
    }
}
