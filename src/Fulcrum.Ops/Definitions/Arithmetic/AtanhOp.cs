using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The inverse hyperbolic tangent.</summary>
internal sealed class AtanhOp : RealOp
{
    public override string OpType => "Atanh";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 22);

    public override bool HasGradient => true;

    /// <summary>dX = dY / (1 - X²).</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.Div(scope.OutputGradient, scope.Sub(1, scope.Square(scope.Node.Inputs[0])))];
}
