using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Each element as the element type of the second input.</summary>
internal sealed class CastLikeOp : ConversionOp
{
    public override string OpType => "CastLike";

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 15, 19, 21);

    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => Shapes.Bytes([.. node.Inputs.Take(1), .. outputs]);

    protected override ElementType? Target(OpNode node) => node.Element(1);
}
