using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>A simple recurrent layer.</summary>
internal sealed class RNNOp() : RecurrentOp(1, 1)
{
    public override string OpType => "RNN";

    public override OpSchema Schema { get; } = new((3, 6), (0, 2), 1, 7, 14, 22);
}
