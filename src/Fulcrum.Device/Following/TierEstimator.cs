using Fulcrum.Protocol.Sets;

namespace Fulcrum.Device.Following;

/// <summary>
/// How many times slower than at a slowdown of 1 a tier computes, from measured against predicted seconds. Predictions of different plans are off by different factors: when another plan comes into use, what its
/// first measurements differ by from what the tier was just known to be is that plan's own factor, no change of the tier.
/// </summary>
/// <param name="nominal">The slowdown of the table.</param>
/// <param name="rows">Predicted seconds of each row on this tier.</param>
/// <param name="time">The clock.</param>
internal sealed class TierEstimator(TableRange nominal, IReadOnlyList<double> rows, TimeProvider time)
{
    private const int First = 3;
    private const double LargestFactor = 4, LeastSeconds = 50e-6;
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(30);
    private readonly RecentMedian _slowdowns = new(5, Age, time);
    private readonly List<double>?[] _first = [.. rows.Select(_ => (List<double>?)null)];
    private readonly double[] _factors = [.. rows.Select(_ => double.NaN)];

    private double _model = 1;

    /// <summary>The slowdown now.</summary>
    public double Slowdown => _slowdowns.Of(nominal.Nominal);

    /// <summary>The slowdown now against that of the table.</summary>
    public double Ratio => Slowdown / nominal.Nominal;

    /// <summary>Has all predictions count so many times; what was measured so far is forgotten.</summary>
    public void Scale(double factor)
    {
        _model = factor;
        _slowdowns.Clear();
    }

    /// <summary>What a row's prediction is to be multiplied by.</summary>
    public double Factor(int row) => _model * (double.IsNaN(_factors[row]) ? 1 : _factors[row]);

    /// <summary>Takes note of a measurement.</summary>
    /// <returns>Whether the row's own factor became known.</returns>
    public bool Observe(int row, double seconds)
    {
        double predicted = rows[row] * _model;
        if (predicted * Slowdown < LeastSeconds || !(seconds > 0))
            return false;
        double ratio = seconds / predicted;
        if (!double.IsNaN(_factors[row]))
        {
            _slowdowns.Add(ratio / _factors[row]);
            return false;
        }

        if (!_slowdowns.IsKnown)
        {
            _factors[row] = 1;
            _slowdowns.Add(ratio);
            return false;
        }

        List<double> first = _first[row] ??= [];
        first.Add(ratio);
        if (first.Count < First)
            return false;
        first.Sort();
        _factors[row] = Math.Clamp(first[First / 2] / Slowdown, 1 / LargestFactor, LargestFactor);
        return true;
    }
}
