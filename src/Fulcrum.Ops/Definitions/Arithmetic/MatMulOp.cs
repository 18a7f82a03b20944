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

    /// <summary>
    /// dA = dY Bᵀ, dB = Aᵀ dY, summed over broadcast outer dimensions. A vector counts as a matrix of one row (A) or column (B);
    /// where B is one matrix, all rows of A are one matrix too.
    /// </summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        (long[] a, long[] b) = (scope.SizesOf(scope.Node.Inputs[0]), scope.SizesOf(scope.Node.Inputs[1]));
        return b.Length <= 2 ? Flat(scope, a, b) : Stacked(scope, a, b);
    }

    public override void Couple(CouplingScope scope) => CoupleProduct(scope, false, false);

    private static IReadOnlyList<string?> Flat(GradientScope scope, long[] a, long[] b)
    {
        (long depth, long columns) = (b[0], b.Length == 2 ? b[1] : 1);
        long rows = a.SkipLast(1).Aggregate(1L, (product, size) => product * size);
        string dy = As(scope, scope.OutputGradient, scope.SizesOf(scope.Node.Outputs[0]), [rows, columns]);
        return
        [
            scope.Wants(0) ? As(scope, scope.Emit("Gemm", [dy, As(scope, scope.Node.Inputs[1], b, [depth, columns])], NodeAttribute.Of("transB", 1)), [rows, depth], a) : null,
            scope.Wants(1) ? As(scope, scope.Emit("Gemm", [As(scope, scope.Node.Inputs[0], a, [rows, depth]), dy], NodeAttribute.Of("transA", 1)), [depth, columns], b) : null,
        ];
    }

    private static IReadOnlyList<string?> Stacked(GradientScope scope, long[] a, long[] b)
    {
        long[] matrixA = a.Length == 1 ? [1, a[0]] : a;
        long[] outer = [.. scope.SizesOf(scope.Node.Outputs[0]).SkipLast(a.Length == 1 ? 1 : 2)];
        string left = As(scope, scope.Node.Inputs[0], a, matrixA);
        string dy = As(scope, scope.OutputGradient, scope.SizesOf(scope.Node.Outputs[0]), [.. outer, matrixA[^2], b[^1]]);
        return
        [
            scope.Wants(0) ? SumTo(scope, scope.Emit("MatMul", [dy, Transposed(scope, scope.Node.Inputs[1], b.Length)]), [.. outer, .. matrixA[^2..]], a) : null,
            scope.Wants(1) ? SumTo(scope, scope.Emit("MatMul", [Transposed(scope, left, matrixA.Length), dy]), [.. outer, .. b[^2..]], b) : null,
        ];
    }

    private static string SumTo(GradientScope scope, string value, long[] from, long[] to)
    {
        int lead = from.Length - to.Length;
        long[] axes = [.. Enumerable.Range(0, from.Length).Where(i => i < from.Length - 2 && (i < lead || to[i - lead] != from[i])).Select(i => (long)i)];
        return axes.Length == 0 ? As(scope, value, from, to) : scope.Reshape(scope.ReduceSum(value, keepDims: true, axes), to);
    }

    private static string As(GradientScope scope, string value, long[] from, long[] to) => from.SequenceEqual(to) ? value : scope.Reshape(value, to);

    private static string Transposed(GradientScope scope, string value, int rank) =>
        scope.Transpose(value, [.. Enumerable.Range(0, rank - 2).Select(i => (long)i), rank - 1, rank - 2]);
}
