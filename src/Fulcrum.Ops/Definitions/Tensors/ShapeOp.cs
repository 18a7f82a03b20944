using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>The dimensions of a tensor, or some of them, as integers.</summary>
internal sealed class ShapeOp : OpDefinition
{
    public override string OpType => "Shape";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 13, 15, 19, 21);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [new TensorType(ElementType.Int64, [node.Shape(0) is { } shape ? Wanted(node.Node, shape).Count : Dim.Unknown])];

    public override SymbolicTensor? InferValue(OpNode node) => node.Shape(0) is { } shape ? SymbolicTensor.Of(Wanted(node.Node, shape)) : null;

    public override long? Macs(OpNode node) => 0;

    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => Shapes.Bytes(outputs);

    /// <summary>The sizes are those that are left.</summary>
    public override void Couple(CouplingScope scope)
    {
        for (int axis = 0; axis < (scope.InputShape(0)?.Count ?? 0); axis++)
            scope.Free(scope.In(0, axis));
    }

    private static IReadOnlyList<Dim> Wanted(Node node, IReadOnlyList<Dim> shape)
    {
        int start = Clamp(node.Int("start", 0), shape.Count);
        int end = Clamp(node.Int("end", shape.Count), shape.Count);
        return [.. shape.Skip(start).Take(Math.Max(0, end - start))];
    }

    private static int Clamp(long axis, int rank) => (int)Math.Clamp(axis < 0 ? axis + rank : axis, 0, rank);
}
