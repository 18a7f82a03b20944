using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Training;

/// <summary>One step of Adam; the states are the running means of gradients and of their squares.</summary>
internal sealed class AdamOp() : OptimizerStepOp(2)
{
    public override string OpType => "Adam";
}
