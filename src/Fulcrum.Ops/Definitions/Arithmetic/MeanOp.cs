using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The mean of any number of inputs, elementwise.</summary>
internal sealed class MeanOp : BroadcastOp
{
    public override string OpType => "Mean";

    public override OpSchema Schema { get; } = new((1, OpSchema.Any), (1, 1), 1, 6, 8, 13);

    public override bool HasGradient => true;

    /// <summary>dXi = dY / n for n inputs, summed over what was broadcast.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        string share = scope.Mul(scope.OutputGradient, 1.0 / scope.Node.Inputs.Count);
        return [.. Enumerable.Range(0, scope.Node.Inputs.Count).Select(i => scope.Wants(i) ? SumTo(scope, share, i) : null)];
    }
}
