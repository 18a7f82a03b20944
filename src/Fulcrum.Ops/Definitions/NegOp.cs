using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions;

/// <summary>-x.</summary>
internal sealed class NegOp : ElementwiseOp
{
    public override string OpType => "Neg";

    public override bool HasGradient => true;

    /// <summary>dX = -dY.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.Emit("Neg", [scope.OutputGradient])];
}
