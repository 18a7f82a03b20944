using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Mean of a quantized tensor over some axes (all when none are named), quantized.</summary>
internal sealed class QLinearReduceMeanOp : QuantizedUnaryOp
{
    public override string OpType => "QLinearReduceMean";

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { } input)
            return null;
        int?[] axes = [.. (node.Node.Integers("axes") ?? []).Select(a => OpNode.Axis(a, input.Count))];
        if (axes.Contains(null))
            return null;
        bool keeps = node.Node.Int("keepdims", 1) != 0;
        return [.. input.SelectMany((d, i) => axes.Length > 0 && !axes.Contains(i) ? [d] : keeps ? new Dim[] { 1 } : [])];
    }
}
