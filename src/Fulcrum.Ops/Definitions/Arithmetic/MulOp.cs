using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>Elementwise product with broadcasting.</summary>
internal sealed class MulOp : BroadcastOp
{
    public override string OpType => "Mul";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1, 6, 7, 13, 14);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool HasGradient => true;

    /// <summary>dA = dY B and dB = dY A, summed over what was broadcast.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [.. Enumerable.Range(0, 2).Select(i => scope.Wants(i) ? SumTo(scope, scope.Emit("Mul", [scope.OutputGradient, scope.Node.Inputs[1 - i]]), i) : null)];

    protected override Func<Dim, Dim, Dim>? IntegerRule(OpNode node) => Shapes.Multiply;
}
