using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>Each channel of each sample shifted to mean 0 and scaled to variance 1, then scaled and shifted by parameters.</summary>
internal sealed class InstanceNormalizationOp : RealOp
{
    public override string OpType => "InstanceNormalization";

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 1, 6, 22);

    public override bool HasGradient => true;

    /// <summary>With s the standardized X: dScale = sum dY s, dB = sum dY, dX = r (g - mean(g) - s mean(g s)) of g = dY scale, per channel of each sample.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope) => Standardization.Grouped(scope, scope.SizesOf(scope.Node.Inputs[0])[1]);

    /// <summary>Channels and samples do not influence each other.</summary>
    public override void Couple(CouplingScope scope)
    {
        scope.JoinAxes(0, 0, (0, 0), (1, 1));
        scope.JoinParameter(1, 0, 1);
        scope.JoinParameter(2, 0, 1);
    }
}
