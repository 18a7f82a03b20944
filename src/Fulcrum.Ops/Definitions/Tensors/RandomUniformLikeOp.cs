using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Evenly distributed numbers in the shape of its input.</summary>
internal sealed class RandomUniformLikeOp : RandomOp
{
    public override string OpType => "RandomUniformLike";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 1, 22);

    public override bool IsRandom(Node node) => true;

    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => Shapes.Bytes(outputs);
}
