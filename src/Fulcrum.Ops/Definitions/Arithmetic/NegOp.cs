using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>-x.</summary>
internal sealed class NegOp : RealOp
{
    public override string OpType => "Neg";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 13);

    public override bool HasGradient => true;

    /// <summary>dX = -dY.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [scope.Emit("Neg", [scope.OutputGradient])];

    protected override Func<Dim, Dim>? IntegerRule => SymbolicArithmetic.Negate;
}
