using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;

namespace Fulcrum.Operators.Blocks;

/// <summary>A part of a model that gives a tensor of the type that it takes, so that the model runs without it.</summary>
/// <param name="From">The tensor that it takes.</param>
/// <param name="To">The tensor that it gives; everyone who reads it can read <paramref name="From"/> instead.</param>
/// <param name="Macs">Its multiply-accumulates.</param>
public sealed record SkippableBlock(string From, string To, long Macs)
{
    /// <summary>A model without some of its blocks, and without what only they read.</summary>
    public static Model Remove(Model model, IEnumerable<SkippableBlock> blocks)
    {
        var skipped = blocks.ToDictionary(b => b.To, b => b.From);
        var redirect = skipped.Keys.ToDictionary(to => to, Resolve);
        Model rewired = model with
        {
            Graph = model.Graph with { Nodes = [.. model.Graph.Nodes.Select(n => Renaming.Reads(n, redirect))], Values = [] },
        };
        return Subgraph.Extract(rewired, model.Graph.Inputs, model.Graph.Outputs);

        string Resolve(string value)
        {
            while (skipped.TryGetValue(value, out string? earlier))
                value = earlier;
            return value;
        }
    }
}
