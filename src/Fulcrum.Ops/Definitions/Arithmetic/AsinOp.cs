using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The inverse sine.</summary>
internal sealed class AsinOp : RealOp
{
    public override string OpType => "Asin";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 7, 22);

    public override bool HasGradient => true;

    /// <summary>dX = dY / √(1 - X²).</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.Div(scope.OutputGradient, scope.Apply("Sqrt", scope.Sub(1, scope.Square(scope.Node.Inputs[0]))))];
}
