using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The inverse cosine.</summary>
internal sealed class AcosOp : RealOp
{
    public override string OpType => "Acos";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 7, 22);

    public override bool HasGradient => true;

    /// <summary>dX = -dY / √(1 - X²).</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.Apply("Neg", scope.Div(scope.OutputGradient, scope.Apply("Sqrt", scope.Sub(1, scope.Square(scope.Node.Inputs[0])))))];
}
