using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>A rearranging op that reads only what it gives.</summary>
internal abstract class SelectingOp : RearrangingOp
{
    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) =>
        Shapes.Bytes([.. node.Inputs.Where((_, i) => i > 0 && node.Has(i)), .. outputs, .. outputs]);
}
