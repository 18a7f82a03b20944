using Fulcrum.Problems;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Statistics.Hypotheses;

/// <summary>All values of several groups ranked together: what Kruskal-Wallis and Conover are made of.</summary>
/// <param name="Sizes">Values in each group.</param>
/// <param name="Means">Mean rank of each group.</param>
/// <param name="Between">Σ nᵢ (R̄ᵢ - R̄)².</param>
/// <param name="Within">Σ (R - R̄ᵢ)² over the values of each group.</param>
internal sealed record PooledRanks(int[] Sizes, double[] Means, double Between, double Within)
{
    /// <summary>Values in all groups.</summary>
    public int Count => Sizes.Sum();

    /// <summary>Σ (R - R̄)² = (N - 1) S²; 0 when all values are equal.</summary>
    public double Total => Between + Within;

    /// <summary>Ranks the groups together.</summary>
    /// <exception cref="InputException"><c>groups-too-few</c> below two, <c>sample-too-small</c> for an empty group, <c>sample-not-finite</c>.</exception>
    public static PooledRanks Of(IReadOnlyList<IReadOnlyList<double>> groups)
    {
        if (groups.Count < 2)
            throw new InputException("groups-too-few", "groups", $"{groups.Count} groups, at least two can be compared.");
        for (int g = 0; g < groups.Count; g++)
            Sample.Require(groups[g], 1, $"group {g + 1}");
        double[] ranks = MidRanks.Of([.. groups.SelectMany(g => g)]).Ranks, means = new double[groups.Count];
        double middle = (ranks.Length + 1) / 2.0, between = 0, within = 0;
        for (int g = 0, from = 0; g < groups.Count; from += groups[g].Count, g++)
        {
            ReadOnlySpan<double> own = ranks.AsSpan(from, groups[g].Count);
            double sum = 0;
            foreach (double rank in own)
                sum += rank;
            means[g] = sum / own.Length;
            between += own.Length * (means[g] - middle) * (means[g] - middle);
            foreach (double rank in own)
                within += (rank - means[g]) * (rank - means[g]);
        }

        return new PooledRanks([.. groups.Select(g => g.Count)], means, between, within);
    }
}
