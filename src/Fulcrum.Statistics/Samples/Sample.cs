using Fulcrum.Problems;

namespace Fulcrum.Statistics.Samples;

/// <summary>What every statistic asks of its samples.</summary>
public static class Sample
{
    /// <summary>Refuses what no statistic can use.</summary>
    /// <param name="values">The sample.</param>
    /// <param name="least">The fewest values.</param>
    /// <param name="place">What the sample belongs to, for the message.</param>
    /// <exception cref="InputException"><c>sample-too-small</c>; <c>sample-not-finite</c>.</exception>
    public static void Require(IReadOnlyList<double> values, int least, string place)
    {
        if (values.Count < least)
            throw new InputException("sample-too-small", place, $"{values.Count} values, at least {least} are needed.", "Measure more, or leave this group out.");
        for (int i = 0; i < values.Count; i++)
            if (!double.IsFinite(values[i]))
                throw new InputException("sample-not-finite", place, $"Value {i + 1} of {values.Count} is no finite number.", "Leave failed runs out.");
    }
}
