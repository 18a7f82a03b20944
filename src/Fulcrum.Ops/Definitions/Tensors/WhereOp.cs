using Fulcrum.Graphs;
namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Elements of one tensor where a condition holds, of another where it does not.</summary>
internal sealed class WhereOp : OpDefinition
{
    public override string OpType => "Where";

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 9, 16);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [(node.Tensor(1) ?? node.Tensor(2)) is { } known
        ? new TensorType(known.Element, Shapes.Broadcast([node.Shape(0), node.Shape(1), node.Shape(2)]))
        : null];

    public override SymbolicTensor? InferValue(OpNode node)
    {
        SymbolicTensor?[] inputs = [.. Enumerable.Range(0, 3).Select(i => node.OrUnknown(i))];
        if (inputs.Contains(null) || (node.Known(1) ?? node.Known(2)) is null)
            return null;
        int[]? sizes = SymbolicTensor.Sizes(Shapes.Broadcast(inputs.Select(v => (IReadOnlyList<Dim>?)v!.Dims)));
        return SymbolicTensor.Build(sizes, index => Chosen([.. inputs.Select(v => v!.AtBroadcast(index))]));
    }

    public override long? Macs(OpNode node) => 0;

    private static Dim? Chosen(Dim?[] elements)
    {
        if (elements.Contains(null))
            return null;
        (Dim condition, Dim yes, Dim no) = (elements[0]!.Value, elements[1]!.Value, elements[2]!.Value);
        return condition.Size is long known ? known != 0 ? yes : no : yes == no ? yes : Dim.Unknown;
    }
}
