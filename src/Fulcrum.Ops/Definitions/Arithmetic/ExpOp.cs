using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>e^x.</summary>
internal sealed class ExpOp : RealOp
{
    public override string OpType => "Exp";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 13);

    public override bool HasGradient => true;

    /// <summary>dX = dY Y.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.Emit("Mul", [scope.OutputGradient, scope.Node.Outputs[0]])];
}
