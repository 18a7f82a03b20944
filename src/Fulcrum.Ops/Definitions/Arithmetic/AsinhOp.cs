using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The inverse hyperbolic sine.</summary>
internal sealed class AsinhOp : RealOp
{
    public override string OpType => "Asinh";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 22);

    public override bool HasGradient => true;

    /// <summary>dX = dY / √(X² + 1).</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.Div(scope.OutputGradient, scope.Apply("Sqrt", scope.Add(scope.Square(scope.Node.Inputs[0]), 1)))];
}
