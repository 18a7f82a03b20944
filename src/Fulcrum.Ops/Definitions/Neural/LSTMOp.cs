using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>A layer of long short-term memory cells; the second state is the cell.</summary>
internal sealed class LSTMOp() : RecurrentOp(4, 2)
{
    public override string OpType => "LSTM";

    public override OpSchema Schema { get; } = new((3, 8), (0, 3), 1, 7, 14, 22);
}
