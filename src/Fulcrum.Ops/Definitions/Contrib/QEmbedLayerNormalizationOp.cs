using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>EmbedLayerNormalization on quantized tables, in floats.</summary>
internal sealed class QEmbedLayerNormalizationOp : OpDefinition
{
    public override string OpType => "QEmbedLayerNormalization";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((18, 18), (2, 2), 1);

    public override QuantizationRole Quantization => QuantizationRole.Dequantizes;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        if (node.Element(8) is not { } element)
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
