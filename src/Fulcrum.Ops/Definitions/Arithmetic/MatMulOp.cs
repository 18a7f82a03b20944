using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>Matrix product; outer dimensions broadcast.</summary>
internal sealed class MatMulOp : MatrixProductOp
{
    public override string OpType => "MatMul";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1, 9, 13);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool HasGradient => true;

    /// <summary>dA = dY Bᵀ, dB = Aᵀ dY, summed over broadcast outer dimensions.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        (string a, string b) = (scope.Node.Inputs[0], scope.Node.Inputs[1]);
        (IReadOnlyList<Dim> shapeA, IReadOnlyList<Dim> shapeB) = (scope.ShapeOf(a), scope.ShapeOf(b));
        if (shapeA.Count < 2 || shapeB.Count < 2)
            throw new NotSupportedException("MatMul of a vector has no gradient here.");
        return
        [
            scope.Wants(0) ? Product(scope, scope.OutputGradient, Transposed(scope, b, shapeB.Count), a) : null,
            scope.Wants(1) ? Product(scope, Transposed(scope, a, shapeA.Count), scope.OutputGradient, b) : null,
        ];
    }

    private static string Product(GradientScope scope, string left, string right, string like)
    {
        string product = scope.Emit("MatMul", [left, right]);
        IReadOnlyList<Dim> outer = [.. scope.ShapeOf(scope.Node.Outputs[0]).SkipLast(2)];
        return scope.SumTo(product, [.. outer, .. scope.ShapeOf(like).TakeLast(2)], like);
    }

    private static string Transposed(GradientScope scope, string value, int rank)
    {
        long[] order = [.. Enumerable.Range(0, rank).Select(i => (long)i)];
        (order[^1], order[^2]) = (order[^2], order[^1]);
        return scope.Emit("Transpose", [value], NodeAttribute.Of("perm", order));
    }
}
