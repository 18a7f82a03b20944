using Fulcrum.Problems;
using Fulcrum.Statistics.Distributions;

namespace Fulcrum.Statistics.Hypotheses;

/// <summary>One pair of groups after Kruskal-Wallis (Conover and Iman 1979; Conover 1999, section 5.2), corrected for ties, not adjusted for the number of pairs.</summary>
/// <param name="A">Index of the first group.</param>
/// <param name="B">Index of the second group.</param>
/// <param name="T">The statistic; positive when the first group has the higher ranks.</param>
/// <param name="P">Both tails of Student's t with N - k degrees of freedom.</param>
public readonly record struct Conover(int A, int B, double T, double P)
{
    /// <summary>
    /// t = (R̄ₐ - R̄ᵦ) / √(S² (N - 1 - H) / (N - k) · (1/nₐ + 1/nᵦ)). S² (N - 1 - H) is the sum of squares of ranks within groups and is computed as that: it is then 0, not nearly 0,
    /// for groups that are constant. There, different mean ranks give p = 0 and equal ones p = 1. Nothing but groups of one value (N = k) tells nothing: p = 1.
    /// </summary>
    /// <param name="groups">Two or more groups of at least one finite value.</param>
    /// <returns>Every pair: (0, 1), (0, 2), ..., (1, 2), ...</returns>
    /// <exception cref="InputException"><c>groups-too-few</c>, <c>sample-too-small</c>, <c>sample-not-finite</c>.</exception>
    public static IReadOnlyList<Conover> Test(IReadOnlyList<IReadOnlyList<double>> groups)
    {
        PooledRanks ranks = PooledRanks.Of(groups);
        int freedom = ranks.Count - groups.Count;
        var pairs = new List<Conover>();
        for (int a = 0; a < groups.Count; a++)
            for (int b = a + 1; b < groups.Count; b++)
            {
                double difference = ranks.Means[a] - ranks.Means[b];
                double t = difference == 0 || freedom == 0 ? 0 : difference / Math.Sqrt(ranks.Within / freedom * ((1.0 / ranks.Sizes[a]) + (1.0 / ranks.Sizes[b])));
                pairs.Add(new Conover(a, b, t, t == 0 ? 1 : StudentT.TwoSided(t, freedom)));
            }

        return pairs;
    }
}
