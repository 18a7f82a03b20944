using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Ops;

namespace Fulcrum.Operators.Prune;

/// <summary>A weight whose elements may become zero.</summary>
/// <param name="Name">The initializer.</param>
/// <param name="InputAxis">The axis along which products are summed up.</param>
internal sealed record PrunableWeight(string Name, int InputAxis)
{
    /// <summary>The weights of convolutions and matrix products, each once.</summary>
    public static IReadOnlyList<PrunableWeight> Of(Model model, SparsityOptions options)
    {
        GraphTypes types = TypeInference.Infer(model);
        var index = new GraphIndex(model.Graph);
        var found = new Dictionary<string, PrunableWeight>();
        foreach (Node node in model.Graph.Nodes.Where(n => !options.Exclude.Any(e => NodePattern.Matches(e, n))))
        {
            if (OpCatalog.Find(node)?.Weight(types.Typed(node)) is WeightRole role && role.Input < node.Inputs.Count
                && index.Initializer(node.Inputs[role.Input]) is { Element: ElementType.Float, Shape.Count: > 1 } weight)
                found.TryAdd(weight.Name, new PrunableWeight(weight.Name, role.ChannelAxis == 0 ? 1 : 0));
        }

        return [.. found.Values];
    }
}
