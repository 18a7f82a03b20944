using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>The upper or lower triangle of matrices, zeros elsewhere.</summary>
internal sealed class TriluOp : UnchangedOp
{
    public override string OpType => "Trilu";

    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 14);
}
