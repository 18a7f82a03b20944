using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Ops.Analysis;

namespace Fulcrum.Operators.Blocks;

/// <summary>A model without the blocks that matter least.</summary>
/// <param name="Model">What is left, with its weights as they were.</param>
/// <param name="Removed">How many blocks went.</param>
/// <param name="Blocks">How many could have.</param>
public sealed record BlockRemoval(Model Model, int Removed, int Blocks)
{
    /// <summary>What now stands for a block that went, or for several in a row: its value, and the value of the whole model that it should be like.</summary>
    public IReadOnlyList<HiddenPair> Stands { get; private init; } = [];

    /// <summary>Removes one block after another, each time the one whose absence, with those already gone, changes the answers least, until the model has so much work left or no block.</summary>
    /// <param name="model">A model of one input.</param>
    /// <param name="macs">Multiply-accumulates that may be left.</param>
    /// <param name="context">Data to weigh blocks by.</param>
    public static BlockRemoval Until(Model model, long macs, OperatorContext context)
    {
        List<SkippableBlock> left = [.. BlockFinder.Find(model)];
        int blocks = left.Count;
        long work = ModelAnalyser.Summarise(model).Macs;
        var importance = new BlockImportance(model, context);
        var removed = new List<SkippableBlock>();
        while (left.Count > 0 && work > macs)
        {
            SkippableBlock least = importance.Least(left, removed);
            left.Remove(least);
            removed.Add(least);
            work -= least.Macs;
        }

        return new BlockRemoval(removed.Count == 0 ? model : SkippableBlock.Remove(model, removed), removed.Count, blocks) { Stands = [.. StandsFor(model, removed)] };
    }

    private static IEnumerable<HiddenPair> StandsFor(Model model, List<SkippableBlock> removed)
    {
        HashSet<string> inputs = [.. model.Graph.Inputs.Select(i => i.Name)];
        var from = removed.ToDictionary(b => b.To, b => b.From);
        foreach (string last in removed.Select(b => b.To).Where(to => !from.ContainsValue(to)))
        {
            string left = last;
            while (from.TryGetValue(left, out string? earlier))
                left = earlier;
            if (!inputs.Contains(left))
                yield return new HiddenPair(left, last);
        }
    }
}
