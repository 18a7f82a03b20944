using Fulcrum.Graphs;
namespace Fulcrum.Ops.Definitions.Sequences;

/// <summary>A tensor cut along an axis, as a sequence of the pieces.</summary>
internal sealed class SplitToSequenceOp : OpDefinition
{
    public override string OpType => "SplitToSequence";

    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 11);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.Tensor(0) is { } input ? new SequenceType(new TensorType(input.Element, Piece(node))) : null];

    public override long? Macs(OpNode node) => 0;

    private static Dim[]? Piece(OpNode node)
    {
        if (node.Shape(0) is not { } shape || OpNode.Axis(node.Node.Int("axis", 0), shape.Count) is not int axis)
            return null;
        if (!node.Has(1) && node.Node.Int("keepdims", 1) == 0)
            return [.. shape.Where((_, i) => i != axis)];
        Dim length = node.Has(1) ? Length(node.Known(1), shape[axis]) : 1;
        return [.. shape.Select((d, i) => i == axis ? length : d)];
    }

    /// <summary>The length that all pieces share: a single number cuts pieces of that length, a list names each.</summary>
    private static Dim Length(SymbolicTensor? split, Dim size)
    {
        if (split is null || split.Values.Count == 0 || split.Values.Any(length => length.Size is null || length != split.Values[0]))
            return Dim.Unknown;
        long length = split.Values[0].Size!.Value;
        return split.Shape.Count > 0 || (length > 0 && size.Size % length == 0) ? Shapes.AsSize(length) : Dim.Unknown;
    }
}
