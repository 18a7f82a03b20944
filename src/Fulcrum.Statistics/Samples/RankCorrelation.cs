namespace Fulcrum.Statistics.Samples;

/// <summary>Whether two lists put the same things in the same order.</summary>
public static class RankCorrelation
{
    /// <summary>Spearman's rho, -1 to 1: the correlation of ranks, equal values sharing their mean rank. NaN when one list is constant or shorter than two.</summary>
    public static double Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double[] a = MidRanks.Of(x).Ranks, b = MidRanks.Of(y).Ranks;
        double middle = (a.Length + 1) / 2.0, both = 0, first = 0, second = 0;
        for (int i = 0; i < a.Length; i++)
        {
            both += (a[i] - middle) * (b[i] - middle);
            first += (a[i] - middle) * (a[i] - middle);
            second += (b[i] - middle) * (b[i] - middle);
        }

        return both / Math.Sqrt(first * second);
    }
}
