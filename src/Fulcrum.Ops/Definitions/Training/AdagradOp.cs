using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Training;

/// <summary>One step of Adagrad; the state is the sum of squared gradients.</summary>
internal sealed class AdagradOp() : OptimizerStepOp(1)
{
    public override string OpType => "Adagrad";
}
