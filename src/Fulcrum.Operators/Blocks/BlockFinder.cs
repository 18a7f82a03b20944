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

    /// <summary>The blocks in order of depth, none within another: first those that fewer tensors lead around.</summary>
    public static IReadOnlyList<SkippableBlock> Find(Model model)
    {
        HashSet<string> outputs = [.. model.Graph.Outputs.Select(o => o.Name)];
        HashSet<int> taken = [];
        var blocks = new List<(SkippableBlock Block, int Depth)>();
        foreach (IGrouping<int, Cut> level in CutFinder.Find(model, new CutOptions { IncludeDominated = true }).Cuts.Where(c => c.HeadMacs > 0).GroupBy(c => c.Tensors.Count).OrderBy(g => g.Key))
        {
            foreach ((Cut from, Cut to, ValueInfo input, ValueInfo output) in Steps(Places([.. level])))
            {
                int[] inside = [.. to.HeadNodes.Except(from.HeadNodes)];
                if (outputs.Contains(output.Name) || inside.Any(taken.Contains))
                    continue;
                taken.UnionWith(inside);
                blocks.Add((new SkippableBlock(input.Name, output.Name, to.HeadMacs - from.HeadMacs), from.HeadNodes.Count));
            }
        }

        return [.. blocks.OrderBy(b => b.Depth).Select(b => b.Block)];
    }

    private static IEnumerable<(Cut From, Cut To, ValueInfo Input, ValueInfo Output)> Steps(IEnumerable<IReadOnlyList<Cut>> places)
    {
        IReadOnlyList<Cut> before = [];
        foreach (IReadOnlyList<Cut> place in places)
        {
            if (Step(before, place) is { } step)
                yield return step;
            before = place;
        }
    }

    /// <summary>The deepest cuts of two places that a block lies between: behind an activation, not before it, but before a Flatten that changes the shape.</summary>
    private static (Cut From, Cut To, ValueInfo Input, ValueInfo Output)? Step(IReadOnlyList<Cut> before, IReadOnlyList<Cut> place)
    {
        foreach (Cut to in place.Reverse())
        {
            foreach (Cut from in before.Reverse())
            {
                if (from.IsBefore(to) && Difference(from, to) is ({ } input, { } output))
                    return (from, to, input, output);
            }
        }

        return null;
    }

    /// <summary>Cuts with hardly any work between them, together.</summary>
    private static IEnumerable<IReadOnlyList<Cut>> Places(IReadOnlyList<Cut> ordered)
    {
        var place = new List<Cut>();
        for (int i = 0; i < ordered.Count; i++)
        {
            long total = ordered[i].HeadMacs + ordered[i].TailMacs;
            place.Add(ordered[i]);
            if (i < ordered.Count - 1 && ordered[i + 1].HeadMacs - ordered[i].HeadMacs <= Least * total)
                continue;
            yield return place;
            place = [];
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
