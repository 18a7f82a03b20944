using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions;

/// <summary>Its input.</summary>
internal sealed class IdentityOp : ElementwiseOp
{
    public override string OpType => "Identity";

    public override bool HasGradient => true;

    /// <summary>dX = dY.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.OutputGradient];
}
