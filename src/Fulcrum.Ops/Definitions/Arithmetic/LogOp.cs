using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The natural logarithm.</summary>
internal sealed class LogOp : RealOp
{
    public override string OpType => "Log";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 13);

    public override bool HasGradient => true;

    /// <summary>dX = dY / X.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.Emit("Div", [scope.OutputGradient, scope.Node.Inputs[0]])];
}
