using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>alpha A' B' + C of matrices that may be transposed (transA, transB).</summary>
internal abstract class MatrixSumOp : MatrixProductOp
{
    public override WeightRole? Weight(OpNode node) => new(RightInput, ChannelAxis(node), BiasInput);

    protected override IReadOnlyList<Dim>? Left(OpNode node) => node.Shape(0) is { Count: 2 } a ? MatrixShapes.Transposed(a, node.Node.Int("transA", 0) != 0) : null;

    protected override IReadOnlyList<Dim>? Right(OpNode node) => node.Shape(RightInput) is { Count: 2 } b ? MatrixShapes.Transposed(b, node.Node.Int("transB", 0) != 0) : null;

    protected override int ChannelAxis(OpNode node) => node.Node.Int("transB", 0) != 0 ? 0 : 1;
}
