using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>x shifted to mean 0 and scaled to variance 1 over the last axes, then scaled and shifted by parameters; also mean and inverse deviation.</summary>
internal sealed class LayerNormalizationOp : RealOp
{
    public override string OpType => "LayerNormalization";

    public override OpSchema Schema { get; } = new((2, 3), (1, 3), 17);

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        TensorType? statistics = node.Node.Element("stash_type", ElementType.Float) is { } element ? new TensorType(element, StatisticsShape(node)) : null;
        return [.. base.InferTypes(node), statistics, statistics];
    }

    private static IReadOnlyList<Dim>? StatisticsShape(OpNode node) =>
        node.Shape(0) is { } input && OpNode.Axis(node.Node.Int("axis", -1), input.Count) is int axis
            ? [.. input.Select((dim, i) => i < axis ? dim : 1)]
            : null;
}
