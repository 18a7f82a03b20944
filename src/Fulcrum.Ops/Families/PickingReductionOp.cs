using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>A reduction that gives one of its elements: the largest or the smallest.</summary>
internal abstract class PickingReductionOp : ReductionOp
{
    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 1, 11, 12, 13, 18, 20);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool HasGradient => true;

    /// <summary>dX = dY / n where X = Y, else 0, with n such elements: equal ones share.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        long[] axes = ReducedAxes(scope);
        if (axes.Length == 0)
            return scope.FirstOnly(scope.OutputGradient);
        string mask = scope.Mask("Equal", scope.Node.Inputs[0], KeptOutput(scope));
        string share = scope.Div(KeptGradient(scope), scope.ReduceSum(mask, keepDims: true, axes));
        return scope.FirstOnly(scope.Mul(mask, share));
    }
}
