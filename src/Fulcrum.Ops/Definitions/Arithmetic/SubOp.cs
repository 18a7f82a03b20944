using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>Elementwise difference with broadcasting.</summary>
internal sealed class SubOp : BroadcastOp
{
    public override string OpType => "Sub";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1, 6, 7, 13, 14);

    public override bool HasGradient => true;

    /// <summary>dA = dY and dB = -dY, summed over what was broadcast.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
    [
        scope.Wants(0) ? SumTo(scope, scope.OutputGradient, 0) : null,
        scope.Wants(1) ? scope.Emit("Neg", [SumTo(scope, scope.OutputGradient, 1)]) : null,
    ];

    protected override Func<Dim, Dim, Dim>? IntegerRule(OpNode node) => SymbolicArithmetic.Subtract;
}
