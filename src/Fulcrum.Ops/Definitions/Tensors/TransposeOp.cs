using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>The dimensions in another order; reversed when no order is given.</summary>
internal sealed class TransposeOp : OpDefinition
{
    public override string OpType => "Transpose";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 13, 21);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool HasGradient => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        if (node.Tensor(0) is not { } input)
            return [null];
        if (node.Shape(0) is not { } shape)
            return [input];
        long[] order = Order(node.Node, shape.Count);
        return [new TensorType(input.Element, Fits(order, shape.Count) ? [.. order.Select(axis => shape[(int)axis])] : null)];
    }

    public override SymbolicTensor? InferValue(OpNode node)
    {
        if (node.Known(0) is not { } value || Order(node.Node, value.Shape.Count) is not { } order || !Fits(order, value.Shape.Count))
            return null;
        return ShapeValues.Build([.. order.Select(axis => value.Shape[(int)axis])], index =>
        {
            int[] source = new int[order.Length];
            for (int i = 0; i < order.Length; i++)
                source[order[i]] = index[i];
            return ShapeValues.At(value, source);
        });
    }

    public override long? Macs(OpNode node) => 0;

    /// <summary>dX = dY in the inverse order.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        long[] order = Order(scope.Node, scope.ShapeOf(scope.Node.Inputs[0]).Count);
        long[] inverse = new long[order.Length];
        for (int i = 0; i < order.Length; i++)
            inverse[order[i]] = i;
        return [scope.Emit("Transpose", [scope.OutputGradient], NodeAttribute.Of("perm", inverse))];
    }

    private static bool Fits(long[] order, int rank) => order.Length == rank && order.Distinct().Count() == rank && order.All(axis => axis >= 0 && axis < rank);

    private static long[] Order(Node node, int rank) => node.Attribute("perm") is IntsAttribute order
        ? [.. order.Values]
        : [.. Enumerable.Range(0, rank).Select(i => (long)(rank - 1 - i))];
}
