using Fulcrum.Data;

namespace Fulcrum.Planning.Offline;

/// <summary>
/// Finds, for one tensor, the logit noise energy at which noise on that tensor alone costs a given accuracy: bisection on the noise
/// scale, every evaluation shared between the levels (QPART (22), after Zhou et al. 2018).
/// </summary>
internal sealed class RobustnessMeter(ChainExecutor chain, NoisyTensor tensor, OfflineOptions options)
{
    private const double Smallest = 1, Largest = 1 << 14, Precision = 1.05;
    private readonly SortedList<double, (double Drop, double Energy)> _seen = [];

    /// <summary>Noise energy per level, ascending with the level.</summary>
    public double[] EnergiesAt(IReadOnlyList<double> levels)
    {
        double[] energies = new double[levels.Count];
        double floor = 0;
        for (int i = 0; i < levels.Count; i++)
            energies[i] = floor = Math.Max(floor, EnergyAt(levels[i]));
        return energies;
    }

    private double EnergyAt(double level)
    {
        (double low, double high) = Bracket(level);
        while (high / low > Precision)
        {
            double middle = Math.Sqrt(low * high);
            if (At(middle).Drop < level)
                low = middle;
            else
                high = middle;
        }

        return At(low).Energy;
    }

    /// <summary>The tightest bracket that the evaluations so far give, widened by doubling where there is none.</summary>
    private (double Low, double High) Bracket(double level)
    {
        double low = Smallest;
        foreach ((double scale, (double drop, _)) in _seen)
        {
            if (drop >= level)
                return (Math.Min(low, scale), scale);
            low = scale;
        }

        double high = low;
        while (high < Largest && At(high *= 4).Drop < level)
            low = high;
        return (low, Math.Min(high, Largest));
    }

    private (double Drop, double Energy) At(double scale)
    {
        if (_seen.TryGetValue(scale, out var known))
            return known;
        (double drop, double energy) = (0, 0);
        for (int draw = 0; draw < options.Draws; draw++)
        {
            tensor.RunNoisy(scale, unchecked(((ulong)options.Seed << 20) + (ulong)draw));
            energy += chain.NoiseEnergy(chain.Result) / options.Draws;
            drop += PairedDrop.Between(chain.Right, chain.Judge(chain.Result)).Points / options.Draws;
        }

        return _seen[scale] = (drop, energy);
    }
}
