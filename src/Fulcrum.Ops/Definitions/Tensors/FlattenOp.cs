using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Its input as a matrix: the dimensions before an axis by those from it on.</summary>
internal sealed class FlattenOp : OpDefinition
{
    public override string OpType => "Flatten";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 9, 11, 13, 21);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool HasGradient => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        if (node.Tensor(0) is not { } input)
            return [null];
        if (node.Shape(0) is not { } shape)
            return [input];
        return [new TensorType(input.Element, Matrix(node.Node, shape))];
    }

    public override SymbolicTensor? InferValue(OpNode node) =>
        node.Known(0) is { } value && ShapeValues.Sizes(Matrix(node.Node, ShapeValues.ShapeOf(value))) is int[] sizes ? value.Reshaped(sizes) : null;

    public override long? Macs(OpNode node) => 0;

    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => 0;

    /// <summary>dX = dY in X's shape.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.Emit("Reshape", [scope.OutputGradient, scope.Emit("Shape", [scope.Node.Inputs[0]])])];

    private static Dim[] Matrix(Node node, IReadOnlyList<Dim> shape)
    {
        long axis = node.Int("axis", 1);
        int split = (int)Math.Clamp(axis < 0 ? axis + shape.Count : axis, 0, shape.Count);
        return [Join([.. shape.Take(split)]), Join([.. shape.Skip(split)])];
    }

    private static Dim Join(Dim[] dims) =>
        dims.Length == 1 ? dims[0] : dims.All(d => d.Size is not null) ? Shapes.Product(dims) : Dim.Unknown;
}
