namespace Fulcrum.Cuts;

/// <summary>Which cuts nobody would choose.</summary>
internal static class Dominance
{
    /// <summary>
    /// Drops a cut when another one splits the work in the same way with fewer bytes (or as few bytes in fewer tensors, or deeper), and a cut of
    /// several tensors when both the nearest cut of one tensor before it and the nearest one after it have no more bytes.
    /// </summary>
    public static IReadOnlyList<Cut> Filter(IReadOnlyList<Cut> cuts)
    {
        Cut[] single = [.. cuts.Where(c => c.Tensors.Count == 1 && c.Bytes is not null).OrderBy(c => c.Head.Count)];
        return
        [
            .. cuts.Where(c => c.Bytes is null),
            .. cuts.Where(c => c.Bytes is not null).GroupBy(c => (c.HeadMacs, c.HeadUnknownMacs)).Select(Best).Where(c => c.Tensors.Count == 1 || !IsBetween(c, single)),
        ];
    }

    private static Cut Best(IEnumerable<Cut> same) => same.OrderBy(c => c.Bytes).ThenBy(c => c.Tensors.Count).ThenByDescending(c => c.Head.Count).ThenBy(c => c.Name, StringComparer.Ordinal).First();

    private static bool IsBetween(Cut cut, Cut[] single) =>
        single.LastOrDefault(s => s.IsBefore(cut))?.Bytes <= cut.Bytes && single.FirstOrDefault(cut.IsBefore)?.Bytes <= cut.Bytes;
}
