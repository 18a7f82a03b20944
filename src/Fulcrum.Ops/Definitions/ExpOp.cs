using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions;

/// <summary>e^x.</summary>
internal sealed class ExpOp : ElementwiseOp
{
    public override string OpType => "Exp";

    public override bool HasGradient => true;

    /// <summary>dX = dY Y.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.Emit("Mul", [scope.OutputGradient, scope.Node.Outputs[0]])];
}
