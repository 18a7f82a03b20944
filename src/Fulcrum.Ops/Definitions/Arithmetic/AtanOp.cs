using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The inverse tangent.</summary>
internal sealed class AtanOp : RealOp
{
    public override string OpType => "Atan";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 7, 22);

    public override bool HasGradient => true;

    /// <summary>dX = dY / (1 + X²).</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.Div(scope.OutputGradient, scope.Add(scope.Square(scope.Node.Inputs[0]), 1))];
}
