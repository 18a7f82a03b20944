using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>log(exp(x) / sum(exp(x))) along one axis (opset 13 and later).</summary>
internal sealed class LogSoftmaxOp : RealOp
{
    public override string OpType => "LogSoftmax";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 11, 13);

    public override bool HasGradient => true;

    /// <summary>dX = dY - exp(Y) sum(dY).</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        string axes = scope.Axes(scope.Node.Int("axis", -1));
        string sum = scope.Emit("ReduceSum", [scope.OutputGradient, axes], NodeAttribute.Of("keepdims", 1));
        string share = scope.Emit("Mul", [scope.Emit("Exp", [scope.Node.Outputs[0]]), sum]);
        return [scope.Emit("Sub", [scope.OutputGradient, share])];
    }
}
