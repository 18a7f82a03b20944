using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>Elementwise sum with broadcasting.</summary>
internal sealed class AddOp : BroadcastOp
{
    public override string OpType => "Add";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1, 6, 7, 13, 14);

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool HasGradient => true;

    /// <summary>dA = dY and dB = dY, summed over what was broadcast.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [.. Enumerable.Range(0, 2).Select(i => scope.Wants(i) ? SumTo(scope, scope.OutputGradient, i) : null)];

    protected override Func<Dim, Dim, Dim>? IntegerRule(OpNode node) => Shapes.Add;
}
