using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>
/// Attention in which groups of query heads share a head of key and value; query, key and value may be packed into the first input.
/// Further outputs carry keys and values on, and hold the weights.
/// </summary>
internal sealed class GroupQueryAttentionOp : OpDefinition
{
    private const int PastKey = 3;
    private const int PastValue = 4;
    private const int TotalLength = 6;

    public override string OpType => "GroupQueryAttention";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((7, 16), (1, 4), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        if (node.Tensor(0) is not { } query)
            return new OnnxType?[node.Node.Outputs.Count];
        IReadOnlyList<Dim>? shape = query.Shape is { Count: 3 } known ? known : null;
        return
        [
            new TensorType(query.Element, shape is null ? null : [shape[0], shape[1], Width(node)]),
            new TensorType(node.Element(PastKey) ?? query.Element, Present(node, PastKey)),
            new TensorType(node.Element(PastValue) ?? query.Element, Present(node, PastValue)),
            new TensorType(query.Element, shape is null ? null : [shape[0], Heads(node, "num_heads"), shape[1], Keys(node)]),
        ];
    }

    public override long? Macs(OpNode node) =>
        node.Shape(0) is { Count: 3 } query ? AttentionShapes.Macs(query[0], query[1], Keys(node), Width(node), Width(node)) : null;

    /// <summary>The keys or values carried on: a buffer keeps its length, unless the total outgrows it.</summary>
    private static IReadOnlyList<Dim>? Present(OpNode node, int input)
    {
        if (node.Shape(input) is { Count: 4 } past)
        {
            bool isWindow = node.Node.Int("sliding_window_cache", 0) != 0;
            return [past[0], past[1], isWindow ? past[2] : past[2].Size is long length && Keys(node).Size is long total ? Math.Max(length, total) : Dim.Unknown, past[3]];
        }

        return node.Has(input) || node.Shape(0) is not { Count: 3 } query ? null : [query[0], Heads(node, "kv_num_heads"), Keys(node), HeadSize(node)];
    }

    /// <summary>How many keys there are in all: what the input says, or those of this run when there were none before.</summary>
    private static Dim Keys(OpNode node)
    {
        if (node.Integers(TotalLength) is [long total])
            return total;
        return node.Has(PastKey) || node.Shape(0) is not { Count: 3 } query ? Dim.Unknown
            : !node.Has(1) ? query[1]
            : node.Shape(1) is { Count: 3 } key ? key[1]
            : Dim.Unknown;
    }

    private static Dim Width(OpNode node) => node.Shape(0) is not { Count: 3 } query ? Dim.Unknown
        : node.Has(1) ? query[2]
        : Shapes.Multiply(Heads(node, "num_heads"), HeadSize(node));

    private static Dim HeadSize(OpNode node)
    {
        if (node.Shape(0) is not { Count: 3 } query || Heads(node, "num_heads").Size is not long heads || Heads(node, "kv_num_heads").Size is not long shared)
            return Dim.Unknown;
        return AttentionShapes.Share(query[2], node.Has(1) ? heads : heads + (2 * shared));
    }

    private static Dim Heads(OpNode node, string attribute) => node.Node.Int(attribute, 0) is long heads and > 0 ? heads : Dim.Unknown;
}
