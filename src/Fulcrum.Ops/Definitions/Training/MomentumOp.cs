using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Training;

/// <summary>One step of gradient descent with momentum, which is the state.</summary>
internal sealed class MomentumOp() : OptimizerStepOp(1)
{
    public override string OpType => "Momentum";
}
