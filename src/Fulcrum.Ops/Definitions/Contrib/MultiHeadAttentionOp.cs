using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>
/// Attention of projected query, key and value, which may be packed (query and all, or key and value) or, in cross-attention, already split into heads.
/// Further outputs carry keys and values on, and hold the weights.
/// </summary>
internal sealed class MultiHeadAttentionOp : OpDefinition
{
    private const int PastKey = 6;
    private const int PastValue = 7;
    private const int PastLength = 8;

    public override string OpType => "MultiHeadAttention";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((1, 10), (1, 4), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        if (node.Element(0) is not { } element)
            return new OnnxType?[node.Node.Outputs.Count];
        Form? form = FormOf(node);
        Dim heads = Heads(node.Node);
        return
        [
            new TensorType(element, form is null ? null : [form.Batch, form.Queries, form.ValueWidth]),
            new TensorType(node.Element(PastKey) ?? element, Present(node, PastKey, form, form?.QueryWidth ?? Dim.Unknown)),
            new TensorType(node.Element(PastValue) ?? element, Present(node, PastValue, form, form?.ValueWidth ?? Dim.Unknown)),
            new TensorType(element, form is null ? null : [form.Batch, heads, form.Queries, form.Keys]),
        ];
    }

    public override long? Macs(OpNode node) =>
        FormOf(node) is { } form ? AttentionShapes.Macs(form.Batch, form.Queries, form.Keys, form.QueryWidth, form.ValueWidth) : null;

    private static IReadOnlyList<Dim>? Present(OpNode node, int past, Form? form, Dim width)
    {
        if (node.Has(PastLength) && node.Shape(past) is { Count: 4 } buffer)
            return buffer;
        Dim heads = Heads(node.Node);
        return form is null ? null : [form.Batch, heads, form.Keys, heads.Size is long count ? AttentionShapes.Share(width, count) : Dim.Unknown];
    }

    private static Form? FormOf(OpNode node)
    {
        if (node.Shape(0) is { Count: 5 } packed)
        {
            Dim width = Shapes.Multiply(packed[2], packed[4]);
            return new Form(packed[0], packed[1], WithPast(node, packed[1]), width, width);
        }

        if (node.Shape(0) is not { Count: 3 } query)
            return null;
        return (node.Shape(1), node.Shape(2)) switch
        {
            ({ Count: 5 } both, _) => new Form(query[0], query[1], WithPast(node, both[1]), query[2], Shapes.Multiply(both[2], both[4])),
            (_, { Count: 3 } value) => new Form(query[0], query[1], WithPast(node, value[1]), query[2], value[2]),
            (_, { Count: 4 } value) => new Form(query[0], query[1], value[2], query[2], Shapes.Multiply(value[1], value[3])),
            _ => new Form(query[0], query[1], Dim.Unknown, query[2], Dim.Unknown),
        };
    }

    private static Dim WithPast(OpNode node, Dim keys) =>
        !node.Has(PastKey) ? keys : node.Shape(PastKey) is { Count: 4 } past && !node.Has(PastLength) ? Shapes.Add(past[2], keys) : Dim.Unknown;

    private static Dim Heads(Node node) => node.Int("num_heads", 0) is long heads and > 0 ? heads : Dim.Unknown;

    private sealed record Form(Dim Batch, Dim Queries, Dim Keys, Dim QueryWidth, Dim ValueWidth);
}
