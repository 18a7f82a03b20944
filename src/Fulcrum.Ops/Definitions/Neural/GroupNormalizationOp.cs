using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>Each group of channels shifted to mean 0 and scaled to variance 1, then scaled and shifted by parameters.</summary>
internal sealed class GroupNormalizationOp : RealOp
{
    public override string OpType => "GroupNormalization";

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 18, 21);

    public override bool HasGradient => true;

    /// <summary>With s the standardized X: dScale = sum dY s, dB = sum dY, dX = r (g - mean(g) - s mean(g s)) of g = dY scale, per group of each sample.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) => Standardization.Grouped(scope, scope.Node.Int("num_groups", 1));
}
