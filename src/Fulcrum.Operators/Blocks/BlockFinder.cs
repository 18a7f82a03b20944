using Fulcrum.Cuts;
using Fulcrum.Graphs;

namespace Fulcrum.Operators.Blocks;

/// <summary>
/// The repeated blocks of a model: residual blocks, encoder layers, convolutions of equal shape in a row. They lie between cuts that differ in one tensor of
/// one type; tensors that cross both, such as an attention mask, stay.
/// </summary>
public static class BlockFinder
{
    /// <summary>Blocks with less than this share of the model's work are not worth a boundary of their own.</summary>
    private const double Least = 0.002;

    /// <summary>The blocks in order of depth, none within another.</summary>
    public static IReadOnlyList<SkippableBlock> Find(Model model)
    {
        var blocks = new List<SkippableBlock>();
        Cut? from = null;
        HashSet<string> outputs = [.. model.Graph.Outputs.Select(o => o.Name)];
        foreach (Cut to in Boundaries(CutFinder.Find(model, new CutOptions { IncludeDominated = true }).Cuts))
        {
            if (from is not null && from.IsBefore(to) && Difference(from, to) is ({ } taken, { } given) && !outputs.Contains(given.Name))
                blocks.Add(new SkippableBlock(taken.Name, given.Name, to.HeadMacs - from.HeadMacs));
            from = to;
        }

        return blocks;
    }

    /// <summary>Of cuts with hardly any work between them the deepest: behind the activation, not before it.</summary>
    private static IEnumerable<Cut> Boundaries(IReadOnlyList<Cut> cuts)
    {
        Cut[] ordered = [.. cuts.Where(c => c.HeadMacs > 0).GroupBy(c => c.Tensors.Count).OrderBy(g => g.Key).FirstOrDefault() ?? Enumerable.Empty<Cut>()];
        for (int i = 0; i < ordered.Length; i++)
        {
            long total = ordered[i].HeadMacs + ordered[i].TailMacs;
            if (i == ordered.Length - 1 || ordered[i + 1].HeadMacs - ordered[i].HeadMacs > Least * total)
                yield return ordered[i];
        }
    }

    private static (ValueInfo? From, ValueInfo? To) Difference(Cut from, Cut to)
    {
        HashSet<string> left = [.. from.Tensors.Select(t => t.Name)], right = [.. to.Tensors.Select(t => t.Name)];
        return from.Tensors.Where(t => !right.Contains(t.Name)).ToArray() is [var taken] && to.Tensors.Where(t => !left.Contains(t.Name)).ToArray() is [var given]
            && taken.Tensor is { Shape: not null } a && given.Tensor is { Shape: not null } b && a.Element == b.Element && a.Shape.SequenceEqual(b.Shape)
            ? (taken, given)
            : (null, null);
    }
}
