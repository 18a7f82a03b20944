namespace Fulcrum.Cuts;

/// <summary>Which cuts nobody would choose.</summary>
internal static class Dominance
{
    /// <summary>Cuts further apart than this part of all work are no substitutes for each other.</summary>
    private const double Near = 0.2;

    /// <summary>
    /// Drops a cut when another one splits the work in the same way with fewer bytes (or as few bytes in fewer tensors, or deeper), and when both
    /// a cut of fewer tensors before it and one of fewer tensors after it, not far away, have no more bytes.
    /// </summary>
    /// <param name="cuts">All cuts.</param>
    /// <param name="ends">Everything in the tail, and everything in the head: substitutes for the first and the last cuts.</param>
    public static IReadOnlyList<Cut> Filter(IReadOnlyList<Cut> cuts, params IReadOnlyList<Cut> ends)
    {
        Cut[] best = [.. cuts.Where(c => c.Bytes is not null).GroupBy(c => (c.HeadMacs, c.HeadUnknownMacs)).Select(Best)];
        Cut[] others = [.. ends.Where(c => c.Bytes is not null), .. best];
        return [.. cuts.Where(c => c.Bytes is null), .. best.Where(c => c.Tensors.Count == 1 || !IsBetween(c, others))];
    }

    private static bool IsNear(Cut a, Cut b) => Math.Abs(a.HeadMacs - b.HeadMacs) <= Near / 2 * (a.HeadMacs + a.TailMacs);

    private static Cut Best(IEnumerable<Cut> same) => same.OrderBy(c => c.Bytes).ThenBy(c => c.Tensors.Count).ThenByDescending(c => c.Head.Count).ThenBy(c => c.Name, StringComparer.Ordinal).First();

    private static bool IsBetween(Cut cut, Cut[] others)
    {
        (bool before, bool after) = (false, false);
        foreach (Cut other in others)
        {
            if (other.Tensors.Count >= cut.Tensors.Count || other.Bytes > cut.Bytes)
                continue;
            before = before || (IsNear(other, cut) && other.IsBefore(cut));
            after = after || (IsNear(other, cut) && cut.IsBefore(other));
            if (before && after)
                return true;
        }

        return false;
    }
}
