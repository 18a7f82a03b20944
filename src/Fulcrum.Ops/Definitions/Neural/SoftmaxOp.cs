using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>exp(x) / sum(exp(x)) along one axis; before opset 13 over all axes from one on.</summary>
internal sealed class SoftmaxOp : NormalisedExponentialOp
{
    public override string OpType => "Softmax";

    /// <summary>dX = Y * (dY - sum(dY * Y)).</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        string y = scope.Node.Outputs[0];
        string product = scope.Emit("Mul", [scope.OutputGradient, y]);
        string sum = scope.ReduceSum(product, keepDims: true, Axes(scope));
        return [scope.Emit("Mul", [scope.Emit("Sub", [scope.OutputGradient, sum]), y])];
    }
}
