using Fulcrum.Statistics.Distributions;

namespace Fulcrum.Data;

/// <summary>How much accuracy a variant loses against a baseline on the same samples.</summary>
/// <param name="Lost">Samples that only the baseline answers right.</param>
/// <param name="Gained">Samples that only the variant answers right.</param>
/// <param name="Count">All samples.</param>
public readonly record struct PairedDrop(int Lost, int Gained, int Count)
{
    /// <summary>Compares two answer sheets.</summary>
    /// <exception cref="ArgumentException">They are of different length.</exception>
    public static PairedDrop Between(ReadOnlySpan<bool> baseline, ReadOnlySpan<bool> variant)
    {
        if (baseline.Length != variant.Length)
            throw new ArgumentException($"{baseline.Length} answers against {variant.Length}.");
        (int lost, int gained) = (0, 0);
        for (int i = 0; i < baseline.Length; i++)
        {
            if (baseline[i] && !variant[i])
                lost++;
            else if (!baseline[i] && variant[i])
                gained++;
        }

        return new PairedDrop(lost, gained, baseline.Length);
    }

    /// <summary>Points (percent) lost; negative when the variant is better.</summary>
    public double Points => Count == 0 ? 0 : 100.0 * (Lost - Gained) / Count;

    /// <summary>
    /// The 95 % interval of <see cref="Points"/>: Wald for the paired difference with half a pseudo-count in each discordant cell
    /// (Agresti and Min 2005), which keeps its coverage when few samples differ.
    /// </summary>
    public (double Low, double High) Interval => IntervalFor(1);

    /// <summary>The interval when <paramref name="comparisons"/> of them must hold together with 95 % (Bonferroni).</summary>
    public (double Low, double High) IntervalFor(int comparisons)
    {
        double z = Normal.UpperQuantile(0.025 / comparisons);
        double lost = Lost + 0.5, gained = Gained + 0.5, n = Count + 2.0;
        double centre = (lost - gained) / n;
        double half = z * Math.Sqrt(((lost + gained) / n) - (centre * centre)) / Math.Sqrt(n);
        return (100 * (centre - half), 100 * (centre + half));
    }
}
