using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Operators.Blocks;
using Fulcrum.Problems;

namespace Fulcrum.Operators.EarlyExit;

/// <summary>
/// Static truncation: what reads the last block's output reads an earlier block's instead, and the blocks between are left out. Blocks end where one tensor of features
/// crosses; of the last stage, the last are skipped.
/// </summary>
internal static class Truncation
{
    /// <summary>The shorter model, and what was done.</summary>
    /// <exception cref="InputException"><c>exit-value</c> when there is nothing to skip, or not so much.</exception>
    public static (Model Model, string Note) Apply(Model model, EarlyExitOptions options)
    {
        var known = new ExitCandidates(model);
        ExitCandidate[][] blocks = Blocks(known.Single, options.At);
        if (blocks.Length < 2)
            blocks = Blocks(known.All, options.At);
        if (blocks.Length < 2)
            throw new InputException("exit-value", options.At.Count > 0 ? options.At[0] : model.Graph.Name, "There are no two places of the same type between which blocks could be skipped.", "fulcrum cuts MODEL --all lists values and their shapes.");
        if (options.Skip >= blocks.Length)
            throw new InputException("exit-value", "skip", $"{options.Skip} blocks cannot be skipped: only {blocks.Length - 1} follow the first of the last stage.", $"Use skip={blocks.Length - 1} or less.");
        ExitCandidate head = blocks[^1][^1];
        ExitCandidate kept = options.At is [string named]
            ? blocks.SelectMany(b => b).First(c => c.Hidden.Name == named)
            : Alike(model, blocks[options.Skip is int skip ? blocks.Length - 1 - skip : 0], head);
        int skipped = blocks.Length - 1 - Array.FindIndex(blocks, b => b.Contains(kept));
        if (skipped == 0)
            throw new InputException("exit-value", kept.Hidden.Name, "No block comes after it.", "Name the end of an earlier block.");
        Model shorter = SkippableBlock.Remove(model, [new SkippableBlock(kept.Hidden.Name, head.Hidden.Name, head.Cut.HeadMacs - kept.Cut.HeadMacs)]);
        double saved = head.Cut.Depth - kept.Cut.Depth;
        return (shorter, FormattableString.Invariant($"early-exit: {skipped} blocks between {kept.Hidden.Name} and {head.Hidden.Name} skipped, {100 * saved:0.0} % of the work, {model.Graph.Nodes.Count - shorter.Graph.Nodes.Count} nodes"));
    }

    /// <summary>
    /// Places of one type, grouped by the work before them: a block's sum and its activation are one place. They are those of the last stage, a run of blocks with no place of
    /// another type between them; where there is none, those of the last type that comes twice; where a value is named, those of its type.
    /// </summary>
    private static ExitCandidate[][] Blocks(IReadOnlyList<ExitCandidate> known, IReadOnlyList<string> at)
    {
        if (at is [string name])
            return known.FirstOrDefault(c => c.Hidden.Name == name) is { } named ? Grouped(known.Where(c => IsSame(c, named))) : [];
        return Stages(known).LastOrDefault(s => s.Length > 1)
            ?? (known.LastOrDefault(c => known.Any(e => e.Cut.HeadMacs < c.Cut.HeadMacs && IsSame(e, c))) is { } head ? Grouped(known.Where(c => IsSame(c, head))) : []);
    }

    private static IEnumerable<ExitCandidate[][]> Stages(IReadOnlyList<ExitCandidate> known)
    {
        int start = 0;
        for (int i = 1; i <= known.Count; i++)
        {
            if (i < known.Count && IsSame(known[i - 1], known[i]))
                continue;
            yield return Grouped(known.Skip(start).Take(i - start));
            start = i;
        }
    }

    private static ExitCandidate[][] Grouped(IEnumerable<ExitCandidate> places) => [.. places.GroupBy(c => c.Cut.HeadMacs).Select(g => g.ToArray())];

    private static bool IsSame(ExitCandidate a, ExitCandidate b) =>
        a.Hidden.Tensor!.Shape!.Select(d => (d.Size, d.Symbol)).SequenceEqual(b.Hidden.Tensor!.Shape!.Select(d => (d.Size, d.Symbol)))
        && a.Cut.Tensors.Select(t => t.Name).Where(n => n != a.Hidden.Name).SequenceEqual(b.Cut.Tensors.Select(t => t.Name).Where(n => n != b.Hidden.Name));

    /// <summary>The place of a block made by the same op as the head's input: after the activation where the head reads one.</summary>
    private static ExitCandidate Alike(Model model, ExitCandidate[] block, ExitCandidate head)
    {
        var index = new GraphIndex(model.Graph);
        string? Maker(ExitCandidate c) => index.Producer(c.Hidden.Name) is int node ? index.Graph.Nodes[node].OpType : null;
        return block.LastOrDefault(c => Maker(c) == Maker(head)) ?? block[^1];
    }
}
