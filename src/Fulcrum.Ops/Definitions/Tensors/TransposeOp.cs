using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>The dimensions in another order; reversed when no order is given.</summary>
internal sealed class TransposeOp : RearrangingOp
{
    public override string OpType => "Transpose";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 13, 21);

    public override bool HasGradient => true;

    public override SymbolicTensor? InferValue(OpNode node)
    {
        if (node.Known(0) is not { } value || Order(node.Node, value.Shape.Count) is not { } order || !Fits(order, value.Shape.Count))
            return null;
        return SymbolicTensor.Build([.. order.Select(axis => value.Shape[(int)axis])], index =>
        {
            int[] source = new int[order.Length];
            for (int i = 0; i < order.Length; i++)
                source[order[i]] = index[i];
            return value.At(source);
        });
    }

    /// <summary>dX = dY in the inverse order.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        long[] order = Order(scope.Node, scope.ShapeOf(scope.Node.Inputs[0]).Count);
        long[] inverse = new long[order.Length];
        for (int i = 0; i < order.Length; i++)
            inverse[order[i]] = i;
        return [scope.Emit("Transpose", [scope.OutputGradient], NodeAttribute.Of("perm", inverse))];
    }

    public override void Couple(CouplingScope scope)
    {
        if (scope.InputShape(0) is { } shape && Order(scope.Node, shape.Count) is var order && Fits(order, shape.Count))
            scope.JoinAxes(0, 0, [.. order.Select((from, to) => ((int)from, to))]);
    }

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node) =>
        node.Shape(0) is { } shape && Order(node.Node, shape.Count) is var order && Fits(order, shape.Count) ? [.. order.Select(axis => shape[(int)axis])] : null;

    private static bool Fits(long[] order, int rank) => order.Length == rank && order.Distinct().Count() == rank && order.All(axis => axis >= 0 && axis < rank);

    private static long[] Order(Node node, int rank) => [.. node.Integers("perm") ?? [.. Enumerable.Range(0, rank).Select(i => (long)(rank - 1 - i))]];
}
