using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The sum of any number of inputs, elementwise.</summary>
internal sealed class SumOp : BroadcastOp
{
    public override string OpType => "Sum";

    public override OpSchema Schema { get; } = new((1, OpSchema.Any), (1, 1), 1, 6, 8, 13);

    public override bool HasGradient => true;

    /// <summary>dXi = dY, summed over what was broadcast.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        [.. Enumerable.Range(0, scope.Node.Inputs.Count).Select(i => scope.Wants(i) ? SumTo(scope, scope.OutputGradient, i) : null)];

    protected override Func<Dim, Dim, Dim>? IntegerRule(OpNode node) => Shapes.Add;
}
