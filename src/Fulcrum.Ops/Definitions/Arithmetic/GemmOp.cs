using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>alpha A' B' + beta C, where A' and B' may be transposed.</summary>
internal sealed class GemmOp : MatrixSumOp
{
    public override string OpType => "Gemm";

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1, 6, 7, 9, 11, 13);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool HasGradient => true;

    /// <summary>As in any product; C is broadcast to it.</summary>
    public override void Couple(CouplingScope scope)
    {
        CoupleProduct(scope, TransposedA(scope.Node), TransposedB(scope.Node));
        scope.BroadcastTo(2, 0, 2);
    }

    protected override int? BiasInput => 2;

    /// <summary>With Y' the plain product: dA' = alpha dY B'ᵀ, dB' = alpha A'ᵀ dY, dC = beta dY summed to C.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        (string a, string b, string dy) = (scope.Node.Inputs[0], scope.Node.Inputs[1], scope.OutputGradient);
        (bool ta, bool tb) = (TransposedA(scope.Node), TransposedB(scope.Node));
        return
        [
            !scope.Wants(0) ? null : ta ? Product(scope, b, dy, tb, true) : Product(scope, dy, b, false, !tb),
            !scope.Wants(1) ? null : tb ? Product(scope, dy, a, true, ta) : Product(scope, a, dy, !ta, false),
            .. scope.Node.Inputs.Count > 2 ? [scope.Wants(2) ? Bias(scope) : null] : Array.Empty<string?>(),
        ];
    }

    private static string Product(GradientScope scope, string left, string right, bool transposeLeft, bool transposeRight) => scope.Emit(
        "Gemm",
        [left, right],
        NodeAttribute.Of("alpha", scope.Node.Float("alpha", 1)),
        NodeAttribute.Of("transA", transposeLeft ? 1 : 0),
        NodeAttribute.Of("transB", transposeRight ? 1 : 0));

    private static string Bias(GradientScope scope)
    {
        string sum = scope.SumTo(scope.OutputGradient, scope.ShapeOf(scope.Node.Outputs[0]), scope.Node.Inputs[2]);
        float beta = scope.Node.Float("beta", 1);
        return beta == 1 ? sum : scope.Emit("Mul", [sum, scope.Scalar(beta)]);
    }

    private static bool TransposedA(Node node) => node.Int("transA", 0) != 0;

    private static bool TransposedB(Node node) => node.Int("transB", 0) != 0;
}
