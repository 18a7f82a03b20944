using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>alpha A' B', where each factor may have its last two dimensions swapped (transA, transB) and its first moved behind the other outer ones (transBatchA, transBatchB).</summary>
internal abstract class FusedMatrixProductOp : MatrixProductOp
{
    public override string Domain => Domains.Microsoft;

    public override QuantizationRole Quantization => QuantizationRole.Compute;

    protected override IReadOnlyList<Dim>? Left(OpNode node) => Factor(node, 0, "A");

    protected override IReadOnlyList<Dim>? Right(OpNode node) => Factor(node, 1, "B");

    protected override int ChannelAxis(OpNode node) => node.Node.Int("transB", 0) != 0 ? 0 : 1;

    private static IReadOnlyList<Dim>? Factor(OpNode node, int input, string name)
    {
        IReadOnlyList<Dim>? shape = node.Shape(input);
        if (shape is { Count: > 2 } && node.Node.Int("transBatch" + name, 0) != 0)
            shape = [.. shape.Skip(1).Take(shape.Count - 2), shape[0], shape[^1]];
        return MatrixShapes.Transposed(shape, node.Node.Int("trans" + name, 0) != 0);
    }
}
