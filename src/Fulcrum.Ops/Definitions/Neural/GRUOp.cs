using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>A layer of gated recurrent units.</summary>
internal sealed class GRUOp() : RecurrentOp(3, 1)
{
    public override string OpType => "GRU";

    public override OpSchema Schema { get; } = new((3, 6), (0, 2), 1, 3, 7, 14, 22);
}
