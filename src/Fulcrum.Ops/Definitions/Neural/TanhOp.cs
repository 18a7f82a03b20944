using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The hyperbolic tangent.</summary>
internal sealed class TanhOp : RealOp
{
    public override string OpType => "Tanh";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 13);

    public override bool HasGradient => true;

    /// <summary>dX = dY (1 - Y²).</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        string y = scope.Node.Outputs[0];
        string slope = scope.Emit("Sub", [scope.Scalar(1), scope.Emit("Mul", [y, y])]);
        return [scope.Emit("Mul", [scope.OutputGradient, slope])];
    }
}
