using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The square root.</summary>
internal sealed class SqrtOp : RealOp
{
    public override string OpType => "Sqrt";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 13);

    public override bool HasGradient => true;

    /// <summary>dX = dY / (2 Y).</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.Emit("Div", [scope.Emit("Mul", [scope.OutputGradient, scope.Scalar(0.5f)]), scope.Node.Outputs[0]])];
}
