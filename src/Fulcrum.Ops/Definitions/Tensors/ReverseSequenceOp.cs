using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Sequences of a batch turned round, each up to its own length.</summary>
internal sealed class ReverseSequenceOp : UnchangedOp
{
    public override string OpType => "ReverseSequence";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 10);
}
