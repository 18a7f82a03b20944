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
    private const double LargestFactor = 4, LeastSeconds = 20e-6;
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(30);
    private readonly RecentMedian _slowdowns = new(5, Age, time);
    private readonly List<double>?[] _first = [.. rows.Select(_ => (List<double>?)null)];
    private readonly double[] _factors = [.. rows.Select(_ => double.NaN)];

    private double _nominal = nominal.Nominal;

    /// <summary>The slowdown now.</summary>
    public double Slowdown => _slowdowns.Of(_nominal);

    /// <summary>The slowdown now against that of the table.</summary>
    public double Ratio => Slowdown / nominal.Nominal;

    /// <summary>Has the slowdown of the table count so many times, as long as nothing is measured.</summary>
    public void Scale(double factor) => _nominal = nominal.Nominal * factor;

    /// <summary>What a row's prediction is off by, compared with the others.</summary>
    public double Factor(int row) => double.IsNaN(_factors[row]) ? 1 : _factors[row];

    /// <summary>Takes note of a measurement.</summary>
    /// <returns>Whether the row's own factor became known.</returns>
    public bool Observe(int row, double seconds)
    {
        if (rows[row] < LeastSeconds || !(seconds > 0))
            return false;
        double ratio = seconds / rows[row];
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
