using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>Elementwise quotient with broadcasting.</summary>
internal sealed class DivOp : BroadcastOp
{
    public override string OpType => "Div";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1, 6, 7, 13, 14);

    public override bool HasGradient => true;

    /// <summary>dA = dY / B and dB = -dY Y / B, summed over what was broadcast.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        string quotient = scope.Emit("Div", [scope.OutputGradient, scope.Node.Inputs[1]]);
        return
        [
            scope.Wants(0) ? SumTo(scope, quotient, 0) : null,
            scope.Wants(1) ? scope.Emit("Neg", [SumTo(scope, scope.Emit("Mul", [quotient, scope.Node.Outputs[0]]), 1)]) : null,
        ];
    }

    protected override Func<Dim, Dim, Dim>? IntegerRule(OpNode node) =>
        node.Element(0)?.IsInteger() == true ? SymbolicArithmetic.Divide : SymbolicArithmetic.DivideExactly;
}
