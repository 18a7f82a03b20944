using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>The elements of the last axis that indices name.</summary>
internal sealed class ArrayFeatureExtractorOp : SelectingOp
{
    public override string OpType => "ArrayFeatureExtractor";

    public override string Domain => Domains.MachineLearning;

    public override OpSchema Schema { get; } = new((2, 2), (1, 1), 1);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (node.Shape(0) is not { Count: > 0 } input)
            return null;
        Dim picked = node.Shape(1) is { } indices ? Shapes.Multiply(indices) : Dim.Unknown;
        return input.Count == 1 ? [1, picked] : [.. input.SkipLast(1), picked];
    }
}
