using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>|x|.</summary>
internal sealed class AbsOp : SlopeOp
{
    public override string OpType => "Abs";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 6, 13);

    protected override Func<Dim, Dim>? IntegerRule => SymbolicArithmetic.Abs;

    /// <summary>The sign of x, 0 at 0.</summary>
    protected override string Slope(GradientScope scope, string x, string y) =>
        scope.Apply("Sign", x);
}
