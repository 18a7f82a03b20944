using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;

namespace Fulcrum.Operators.Rules;

/// <summary>A Reshape of a constant to a constant shape becomes a constant of that shape.</summary>
public sealed class FoldConstantShapeRule : IGraphRule
{
    /// <inheritdoc/>
    public string Name => "fold-constant-shape";

    /// <inheritdoc/>
    public RuleMatch Match(GraphIndex index, Node node)
    {
        if (node.OpType != "Reshape" || OpsetImport.Canonical(node.Domain).Length > 0 || node.Inputs.Count != 2)
            return RuleMatch.No("It is no Reshape.");
        if (index.Initializer(node.Inputs[0]) is not { Data: not null, Strings: null } data || index.Initializer(node.Inputs[1]) is not { Element: ElementType.Int64 } wanted)
            return RuleMatch.No("Its data or its shape is no constant.");
        if (index.Graph.Outputs.Any(o => o.Name == node.Outputs[0]))
            return RuleMatch.No("It names an output of the graph.");
        long[] shape = wanted.Values<long>().ToArray();
        for (int i = 0; i < shape.Length; i++)
            shape[i] = shape[i] == 0 && node.Int("allowzero", 0) == 0 && i < data.Shape.Count ? data.Shape[i] : shape[i];
        long known = shape.Where(d => d != -1).Aggregate(1L, (n, d) => n * d);
        if (known <= 0 || data.ElementCount % known != 0 || shape.Count(d => d == -1) > 1)
            return RuleMatch.No("The shape does not fit.");
        return RuleMatch.Of(new GraphEdit
        {
            Remove = [node],
            AddInitializers = [data with { Name = node.Outputs[0], Shape = [.. shape.Select(d => d == -1 ? data.ElementCount / known : d)] }],
            RemoveInitializers = [.. node.Inputs.Where(i => index.Consumers(i).Count == 1).Distinct()],
        });
    }
}
