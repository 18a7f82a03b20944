using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>exp(x) / sum(exp(x)) along one axis (opset 13 and later).</summary>
internal sealed class SoftmaxOp : RealOp
{
    public override string OpType => "Softmax";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 11, 13);

    public override bool HasGradient => true;

    /// <summary>dX = Y * (dY - sum(dY * Y)).</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        string y = scope.Node.Outputs[0];
        string product = scope.Emit("Mul", [scope.OutputGradient, y]);
        string sum = scope.Emit("ReduceSum", [product, scope.Axes(scope.Node.Int("axis", -1))], NodeAttribute.Of("keepdims", 1));
        return [scope.Emit("Mul", [scope.Emit("Sub", [scope.OutputGradient, sum]), y])];
    }
}
