using Fulcrum.Graphs;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>Scaled dot-product attention over several heads; also the keys and values with those of the past, and the scores.</summary>
internal sealed class AttentionOp : OpDefinition
{
    public override string OpType => "Attention";

    public override OpSchema Schema { get; } = new((3, 7), (1, 4), 23, 24);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        if (Heads(node, 0, "q_num_heads") is not { } query || Heads(node, 1, "kv_num_heads") is not { } key || Heads(node, 2, "kv_num_heads") is not { } value)
            return [Typed(node, 0, node.Shape(0) is { Count: 3 or 4 } input ? Shapes.Unknown(input.Count) : null)];
        Dim total = Total(node, key);
        Dim[] output = node.Shape(0)!.Count == 3 ? [query[0], query[2], Shapes.Multiply(query[1], value[3])] : [query[0], query[1], query[2], value[3]];
        return
        [
            Typed(node, 0, output),
            Typed(node, 1, [key[0], key[1], total, key[3]]),
            Typed(node, 2, [value[0], value[1], total, value[3]]),
            Typed(node, 0, [query[0], query[1], query[2], total]),
        ];
    }

    /// <summary>Each query meets each key, and each score each value.</summary>
    public override long? Macs(OpNode node) =>
        Heads(node, 0, "q_num_heads") is { } query && Heads(node, 1, "kv_num_heads") is { } key && Heads(node, 2, "kv_num_heads") is { } value
            ? checked(Shapes.Product([query[0], query[1], query[2], Total(node, key)]) * (Shapes.Factor(query[3]) + Shapes.Factor(value[3])))
            : null;

    private static TensorType? Typed(OpNode node, int input, IReadOnlyList<Dim>? shape) => node.Element(input) is { } element ? new TensorType(element, shape) : null;

    /// <summary>Keys of the past and new ones.</summary>
    private static Dim Total(OpNode node, Dim[] key) =>
        !node.Has(4) ? key[2] : node.Shape(4) is { Count: 4 } past ? Shapes.Add(past[2], key[2]) : Dim.Unknown;

    /// <summary>An input as [batch, heads, positions, size], which may also be given as [batch, positions, heads x size].</summary>
    private static Dim[]? Heads(OpNode node, int input, string attribute)
    {
        if (node.Shape(input) is { Count: 4 } split)
            return [.. split];
        if (node.Shape(input) is not { Count: 3 } joined || node.Node.Int(attribute, 0) is not (> 0 and long heads))
            return null;
        return [joined[0], heads, joined[1], joined[2].Size is long width && width % heads == 0 ? width / heads : heads == 1 ? joined[2] : Dim.Unknown];
    }
}
