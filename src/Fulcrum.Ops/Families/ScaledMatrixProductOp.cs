using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>alpha A' B' and nothing else.</summary>
internal abstract class ScaledMatrixProductOp : FusedMatrixProductOp
{
    public override bool HasGradient => true;

    /// <summary>With Y = alpha A' B': dA' = alpha dY B'ᵀ, dB' = alpha A'ᵀ dY, summed over broadcast outer dimensions.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        (string a, string b, string dy) = (scope.Node.Inputs[0], scope.Node.Inputs[1], scope.OutputGradient);
        (bool ta, bool tb) = (Flag(scope.Node, "transA"), Flag(scope.Node, "transB"));
        if (Flag(scope.Node, "transBatchA") || Flag(scope.Node, "transBatchB") || scope.ShapeOf(a).Count < 2 || scope.ShapeOf(b).Count < 2)
            throw new NotSupportedException($"{OpType} has no gradient for vectors and moved outer dimensions.");
        return
        [
            !scope.Wants(0) ? null : ta ? Product(scope, b, dy, tb, true, a) : Product(scope, dy, b, false, !tb, a),
            !scope.Wants(1) ? null : tb ? Product(scope, dy, a, true, ta, b) : Product(scope, a, dy, !ta, false, b),
        ];
    }

    private static bool Flag(Node node, string name) => node.Int(name, 0) != 0;

    private static string Product(GradientScope scope, string left, string right, bool transposeLeft, bool transposeRight, string like)
    {
        string product = scope.EmitOwn(
            "FusedMatMul",
            [left, right],
            NodeAttribute.Of("alpha", scope.Node.Float("alpha", 1)),
            NodeAttribute.Of("transA", transposeLeft ? 1 : 0),
            NodeAttribute.Of("transB", transposeRight ? 1 : 0));
        return scope.SumTo(product, [.. scope.ShapeOf(scope.Node.Outputs[0]).SkipLast(2), .. scope.ShapeOf(like).TakeLast(2)], like);
    }
}
