using System.Globalization;

namespace Fulcrum.Lab.Charts;

/// <summary>Maps values to a share of an axis, with round numbers as ticks.</summary>
internal sealed class ChartScale
{
    private const int MostTicks = 6;
    private static readonly int[] Round = [1, 2, 5, 10];
    private readonly bool _logarithmic;
    private readonly double _low, _high;

    private ChartScale(bool logarithmic, double low, double high, IReadOnlyList<double> ticks) => (_logarithmic, _low, _high, Ticks) = (logarithmic, low, high, ticks);

    /// <summary>Values with a line and a label.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis that holds all values; a linear one starts at zero unless values are negative.</summary>
    public static ChartScale Of(IEnumerable<double> values, bool logarithmic)
    {
        double[] all = [.. values];
        return logarithmic ? Decades(all) : Linear(all);
    }

    /// <summary>0 at the bottom, 1 at the top.</summary>
    public double At(double value) => _logarithmic ? (Math.Log10(value) - _low) / (_high - _low) : (value - _low) / (_high - _low);

    /// <summary>A tick's label.</summary>
    public static string Label(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 1e-3 or >= 1e7 => value.ToString("0.##e+0", CultureInfo.InvariantCulture),
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };

    private static ChartScale Linear(double[] all)
    {
        double low = Math.Min(0, all.DefaultIfEmpty(0).Min()), high = all.DefaultIfEmpty(1).Max();
        high = high > low ? high : low + 1;
        double step = Step((high - low) / (MostTicks - 1));
        (double first, double last) = (Math.Floor(low / step), Math.Ceiling((high / step) - 1e-9));
        return new ChartScale(false, first * step, last * step, [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)]);
    }

    private static ChartScale Decades(double[] all)
    {
        double low = Math.Floor(Math.Log10(all.DefaultIfEmpty(1).Min()) + 1e-9), high = Math.Ceiling(Math.Log10(all.DefaultIfEmpty(10).Max()) - 1e-9);
        high = Math.Max(high, low + 1);
        int every = (int)Math.Ceiling((high - low) / (MostTicks + 1));
        return new ChartScale(true, low, high, [.. Enumerable.Range(0, (int)(high - low) + 1).Where(i => i % every == 0).Select(i => Math.Pow(10, low + i))]);
    }

    /// <summary>1, 2 or 5 times a power of ten, at least so much.</summary>
    private static double Step(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return Round.First(m => m * power >= least * (1 - 1e-9)) * power;
    }
}
