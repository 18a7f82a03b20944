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
    /// <summary>Removes blocks, those first whose absence changes the answers least, until the model has so much work left or no block.</summary>
    /// <param name="model">A model of one input.</param>
    /// <param name="macs">Multiply-accumulates that may be left.</param>
    /// <param name="context">Data to weigh blocks by.</param>
    public static BlockRemoval Until(Model model, long macs, OperatorContext context)
    {
        IReadOnlyList<SkippableBlock> blocks = BlockFinder.Find(model);
        if (blocks.Count == 0)
            return new BlockRemoval(model, 0, 0);
        IReadOnlyList<double> importance = BlockImportance.Of(model, blocks, context);
        SkippableBlock[] order = [.. blocks.Select((b, i) => (Block: b, Importance: importance[i])).OrderBy(b => b.Importance).Select(b => b.Block)];
        long left = ModelAnalyser.Summarise(model).Macs;
        int count = 0;
        while (count < order.Length && left > macs)
            left -= order[count++].Macs;
        return new BlockRemoval(SkippableBlock.Remove(model, order.Take(count)), count, blocks.Count);
    }
}
