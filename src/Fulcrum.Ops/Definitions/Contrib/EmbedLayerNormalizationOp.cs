using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Sum of word, position and segment embeddings, normalized; the length of each sequence beside it.</summary>
internal sealed class EmbedLayerNormalizationOp : OpDefinition
{
    public override string OpType => "EmbedLayerNormalization";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((7, 9), (1, 3), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        if (node.Element(2) is not { } element)
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
