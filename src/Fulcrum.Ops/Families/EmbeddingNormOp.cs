using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Sum of word, position and segment embeddings, normalized; the length of each sequence beside it.</summary>
internal abstract class EmbeddingNormOp : OpDefinition
{
    public override string Domain => Domains.Microsoft;

    public override bool? IsDifferentiable => false;

    /// <summary>The input that has the element type of the output.</summary>
    protected abstract int ElementInput { get; }

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        if (node.Element(ElementInput) is not { } element)
            return new OnnxType?[node.Node.Outputs.Count];
        Dim hidden = node.Shape(2) is { Count: 2 } words ? words[1] : Dim.Unknown;
        var embedded = new TensorType(element, node.Shape(0) is { Count: 2 } ids ? [ids[0], ids[1], hidden] : null);
        var mask = new TensorType(ElementType.Int32, [node.Shape(0) is { Count: 2 } batch ? batch[0] : Dim.Unknown]);
        return [embedded, mask, embedded];
    }

    public override long? Macs(OpNode node) => 0;

    /// <summary>Only the rows that are looked up are read: as many as are written, from each table.</summary>
    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => Shapes.Bytes([.. node.Inputs.Take(1), .. Enumerable.Repeat(outputs.Count > 0 ? outputs[0] : null, node.Has(4) ? 4 : 3)]);
}
