using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>log(exp(x) / sum(exp(x))) along one axis; before opset 13 over all axes from one on.</summary>
internal sealed class LogSoftmaxOp : NormalisedExponentialOp
{
    public override string OpType => "LogSoftmax";

    /// <summary>dX = dY - exp(Y) sum(dY).</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        string sum = scope.ReduceSum(scope.OutputGradient, keepDims: true, Axes(scope));
        string share = scope.Emit("Mul", [scope.Emit("Exp", [scope.Node.Outputs[0]]), sum]);
        return [scope.Emit("Sub", [scope.OutputGradient, share])];
    }
}
