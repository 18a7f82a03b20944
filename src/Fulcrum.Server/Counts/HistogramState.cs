using System.Globalization;
using System.Text;

namespace Fulcrum.Server.Counts;

/// <summary>A histogram with fixed bounds.</summary>
internal sealed class HistogramState(double[] bounds)
{
    private readonly long[] _counts = new long[bounds.Length + 1];
    private readonly Lock _lock = new();
    private double _sum;

    public void Record(double value)
    {
        int bucket = Array.BinarySearch(bounds, value);
        lock (_lock)
        {
            _counts[bucket < 0 ? ~bucket : bucket]++;
            _sum += value;
        }
    }

    public void Render(StringBuilder text, string name, string labels)
    {
        string separator = labels.Length > 0 ? "," : "";
        lock (_lock)
        {
            long seen = 0;
            for (int i = 0; i < bounds.Length; i++)
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{separator}le=\"{bounds[i]}\"}} {seen += _counts[i]}\n");
            seen += _counts[^1];
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{separator}le=\"+Inf\"}} {seen}\n{name}_sum{{{labels}}} {_sum}\n{name}_count{{{labels}}} {seen}\n");
        }
    }
}

/// <summary>A counter that many threads add to.</summary>
internal sealed class CounterState
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Add(long amount) => Interlocked.Add(ref _value, amount);
}
