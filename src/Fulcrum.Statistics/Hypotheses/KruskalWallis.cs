using Fulcrum.Problems;
using Fulcrum.Statistics.Distributions;

namespace Fulcrum.Statistics.Hypotheses;

/// <summary>Whether several independent groups may have one distribution (Kruskal and Wallis 1952), corrected for ties.</summary>
/// <param name="H">The statistic.</param>
/// <param name="Freedom">Degrees of freedom: groups less one.</param>
/// <param name="P">Upper tail of chi-squared.</param>
public readonly record struct KruskalWallis(double H, int Freedom, double P)
{
    /// <summary>H = Σ nᵢ (R̄ᵢ - R̄)² / S², S² the variance of the mid-ranks: the tie correction is in it. All values equal: H = 0, p = 1.</summary>
    /// <param name="groups">Two or more groups of at least one finite value.</param>
    /// <exception cref="InputException"><c>groups-too-few</c>, <c>sample-too-small</c>, <c>sample-not-finite</c>.</exception>
    public static KruskalWallis Test(IReadOnlyList<IReadOnlyList<double>> groups)
    {
        PooledRanks ranks = PooledRanks.Of(groups);
        double h = ranks.Total == 0 ? 0 : (ranks.Count - 1) * (ranks.Between / ranks.Total);
        return new KruskalWallis(h, groups.Count - 1, ChiSquared.UpperTail(h, groups.Count - 1));
    }
}
