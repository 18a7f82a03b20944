using Fulcrum.Statistics.Distributions;

namespace Fulcrum.Statistics.Samples;

/// <summary>Which share of the distribution the i-th of n sorted values stands for.</summary>
public enum PlottingPosition
{
    /// <summary>Medians of uniform order statistics (Filliben 1975), as <c>scipy.stats.probplot</c>.</summary>
    Filliben,

    /// <summary>(i - a) / (n + 1 - 2a), a = 3/8 up to ten values and 1/2 above, as <c>qqnorm</c> of R.</summary>
    Blom,
}

/// <summary>One point of a normal Q-Q plot.</summary>
/// <param name="Theoretical">Quantile of the standard normal.</param>
/// <param name="Value">The measured value, in its own unit.</param>
public readonly record struct NormalPlotPoint(double Theoretical, double Value);

/// <summary>Normal Q-Q plots: points near a line speak for a normal sample.</summary>
public static class NormalPlot
{
    /// <summary>The points, ascending.</summary>
    /// <param name="values">At least one finite value.</param>
    /// <param name="position">Rule of the plotting positions.</param>
    public static IReadOnlyList<NormalPlotPoint> Of(IReadOnlyList<double> values, PlottingPosition position = PlottingPosition.Filliben)
    {
        Sample.Require(values, 1, "normal plot");
        double[] sorted = [.. values.Order()];
        return [.. sorted.Select((v, i) => new NormalPlotPoint(Quantile(i + 1, sorted.Length, position), v))];
    }

    // Upper half by its upper tail: the plot is symmetric to the last digit.
    private static double Quantile(int i, int n, PlottingPosition position) =>
        2 * i > n + 1 ? Normal.UpperQuantile(Share(n + 1 - i, n, position)) : -Normal.UpperQuantile(Share(i, n, position));

    private static double Share(int i, int n, PlottingPosition position)
    {
        if (position == PlottingPosition.Filliben)
            return n == 1 ? 0.5 : i == 1 ? 1 - Math.Pow(0.5, 1.0 / n) : (i - 0.3175) / (n + 0.365);
        double a = n <= 10 ? 0.375 : 0.5;
        return (i - a) / (n + 1 - (2 * a));
    }
}
