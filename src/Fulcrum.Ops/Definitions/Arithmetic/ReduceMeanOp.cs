using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Arithmetic;

/// <summary>The mean along axes.</summary>
internal sealed class ReduceMeanOp : ReductionOp
{
    public override string OpType => "ReduceMean";

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    public override bool HasGradient => true;

    /// <summary>dX = dY / n for n elements, repeated along the reduced axes.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) =>
        scope.FirstOnly(scope.ExpandLike(scope.Mul(KeptGradient(scope), 1.0 / ReducedCount(scope)), scope.Node.Inputs[0]));
}
