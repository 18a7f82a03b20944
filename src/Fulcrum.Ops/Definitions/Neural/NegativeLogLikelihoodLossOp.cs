using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The negative log-probability of each label, weighed by class.</summary>
internal sealed class NegativeLogLikelihoodLossOp : LossOp
{
    public override string OpType => "NegativeLogLikelihoodLoss";

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 12, 13, 22);
}
