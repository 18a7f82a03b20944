namespace Fulcrum.Statistics.Hypotheses;

/// <summary>How p-values of one family of tests are adjusted so that the chance of any false finding stays below alpha.</summary>
public enum PAdjustment
{
    /// <summary>Holm 1979: the i-th smallest of m times m - i + 1, never below the one before. At least as powerful as <see cref="Bonferroni"/>, under the same assumptions: none.</summary>
    Holm,

    /// <summary>Each times m.</summary>
    Bonferroni,
}

/// <summary>Adjusted p-values.</summary>
public static class PAdjustments
{
    /// <summary>Adjusts one family, as <c>p.adjust</c> of R; at most 1 each, in the order given.</summary>
    public static double[] Of(IReadOnlyList<double> values, PAdjustment method)
    {
        int count = values.Count;
        if (method == PAdjustment.Bonferroni)
            return [.. values.Select(p => Math.Min(1, p * count))];
        double[] adjusted = new double[count];
        double least = 0;
        foreach ((int i, int rank) in Enumerable.Range(0, count).OrderBy(i => values[i]).Select((i, rank) => (i, rank)))
            adjusted[i] = least = Math.Max(least, Math.Min(1, (count - rank) * values[i]));
        return adjusted;
    }
}
