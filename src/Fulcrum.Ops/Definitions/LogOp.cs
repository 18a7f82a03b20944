using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions;

/// <summary>The natural logarithm.</summary>
internal sealed class LogOp : ElementwiseOp
{
    public override string OpType => "Log";

    public override bool HasGradient => true;

    /// <summary>dX = dY / X.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.Emit("Div", [scope.OutputGradient, scope.Node.Inputs[0]])];
}
