using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Sequences;

/// <summary>The items of a sequence behind each other along an axis, or stacked along a new one.</summary>
internal sealed class ConcatFromSequenceOp : OpDefinition
{
    public override string OpType => "ConcatFromSequence";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 11);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [node.InputCount > 0 && node.Inputs[0] is SequenceType { Item: TensorType item } ? item with { Shape = Joined(node.Node, item.Shape) } : null];

    public override long? Macs(OpNode node) => 0;

    private static Dim[]? Joined(Node node, IReadOnlyList<Dim>? item)
    {
        int added = node.Int("new_axis", 0) != 0 ? 1 : 0;
        if (item is null || OpNode.Axis(node.Int("axis", 0), item.Count + added) is not int axis)
            return null;
        return [.. item.Take(axis), Dim.Unknown, .. item.Skip(axis + 1 - added)];
    }
}
