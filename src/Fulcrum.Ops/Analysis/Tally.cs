namespace Fulcrum.Ops.Analysis;

/// <summary>Sums of sizes and work. A sum that does not fit in 64 bits stays at the largest number: sizes in a hostile model must not end the program.</summary>
public static class Tally
{
    /// <summary>The sum of numbers that are not negative.</summary>
    public static long Of(IEnumerable<long> counts)
    {
        Int128 sum = 0;
        foreach (long count in counts)
            sum += count;
        return (long)Int128.Min(sum, long.MaxValue);
    }

    /// <summary>The sum; null when one of them is unknown.</summary>
    public static long? Of(IEnumerable<long?> counts)
    {
        Int128 sum = 0;
        foreach (long? count in counts)
        {
            if (count is not long known)
                return null;
            sum += known;
        }

        return (long)Int128.Min(sum, long.MaxValue);
    }
}
