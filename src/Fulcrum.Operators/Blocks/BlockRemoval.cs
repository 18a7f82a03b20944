using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Ops.Analysis;

namespace Fulcrum.Operators.Blocks;

/// <summary>A model without the blocks that matter least.</summary>
/// <param name="Model">What is left, with its weights as they were.</param>
/// <param name="Removed">How many blocks went.</param>
/// <param name="Blocks">How many could have.</param>
public sealed record BlockRemoval(Model Model, int Removed, int Blocks)
{
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

        return new BlockRemoval(removed.Count == 0 ? model : SkippableBlock.Remove(model, removed), removed.Count, blocks);
    }
}
