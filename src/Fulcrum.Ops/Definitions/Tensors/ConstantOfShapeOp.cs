using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A tensor of a given shape filled with one value; float zeros when none is given.</summary>
internal sealed class ConstantOfShapeOp : OpDefinition
{
    public override string OpType => "ConstantOfShape";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 20, 21);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [new TensorType(node.Node.Attribute("value") is TensorAttribute a ? a.Value.Element : ElementType.Float, node.Dims(0))];

    public override SymbolicTensor? InferValue(OpNode node) =>
        node.Node.Attribute("value") is TensorAttribute a && SymbolicTensor.From(a.Value) is { Values: [Dim fill] }
            ? SymbolicTensor.Build(SymbolicTensor.Sizes(node.Dims(0)), _ => fill)
            : null;

    public override long? Macs(OpNode node) => 0;

    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => Shapes.Bytes(outputs);

    /// <summary>All entries are alike; the shape follows what is left.</summary>
    public override void Couple(CouplingScope scope)
    {
        if (scope.Typed.Integers(0) is not { } shape)
            return;
        for (int axis = 0; axis < shape.Length; axis++)
            scope.Free(scope.Out(0, axis));
        scope.WhenShrunk(cut => cut.With(cut.Node, 0, "shape", [.. shape.Select((size, axis) => cut.IsShrunk(scope.Out(0, axis)) ? cut.Size(scope.Out(0, axis)) : size)]));
    }
}
