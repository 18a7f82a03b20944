using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Matrix product with a weight of N outputs and K inputs packed in a few bits, in blocks of their own scales.</summary>
internal sealed class MatMulNBitsOp : PackedMatrixProductOp
{
    public override string OpType => "MatMulNBits";

    public override OpSchema Schema { get; } = new((3, 6), (1, 1), 1);

    public override WeightRole? Weight(OpNode node) => new(1, 0, 5);
}
