using Fulcrum.Protocol.Contracts;

namespace Fulcrum.Device.Reporting;

/// <summary>The latest times of one phase.</summary>
internal sealed class RecentTimes
{
    private const int Kept = 512;
    private readonly double[] _ring = new double[Kept];
    private long _count;

    /// <summary>Takes a time in milliseconds.</summary>
    public void Add(double milliseconds) => _ring[_count++ % Kept] = milliseconds;

    /// <summary>Their figures; percentiles are interpolated.</summary>
    public DevicePhase Summary(string phase)
    {
        double[] sorted = _ring[..(int)Math.Min(_count, Kept)];
        Array.Sort(sorted);
        return sorted.Length == 0 ? new DevicePhase(phase, 0, 0, 0, 0) : new DevicePhase(phase, sorted.Average(), Quantile(sorted, 0.5), Quantile(sorted, 0.95), Quantile(sorted, 0.99));
    }

    /// <summary>The least of them; null where there is none.</summary>
    public double? Least => _count == 0 ? null : _ring[..(int)Math.Min(_count, Kept)].Min();

    private static double Quantile(double[] sorted, double share)
    {
        double at = share * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
