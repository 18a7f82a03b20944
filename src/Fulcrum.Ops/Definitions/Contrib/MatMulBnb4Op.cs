using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Matrix product with a weight of N outputs and K inputs packed in 4-bit floats.</summary>
internal sealed class MatMulBnb4Op : PackedMatrixProductOp
{
    public override string OpType => "MatMulBnb4";

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 1);

    protected override bool IsTransposed(Node node) => node.Int("transB", 1) != 0;
}
