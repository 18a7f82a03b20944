namespace Fulcrum.Lab.Charts;

/// <summary>A line or bar chart over named places, such as the cuts of a model.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="XLabel">What the places are.</param>
/// <param name="YLabel">What the values are, with their unit.</param>
/// <param name="Places">The places, left to right.</param>
/// <param name="Series">One value for each place; at most <see cref="SvgStyle.Colours"/> of them can be told apart.</param>
public sealed record Chart(string Title, string XLabel, string YLabel, IReadOnlyList<string> Places, IReadOnlyList<ChartSeries> Series)
{
    /// <summary>Bars instead of lines. Default false.</summary>
    public bool Bars { get; init; }

    /// <summary>A logarithmic axis; values that are not positive are left out. Default false.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Dashed horizontal lines to compare with. Default none.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>All values that are drawn.</summary>
    internal IEnumerable<double> Drawn => Series.SelectMany(s => s.Values).OfType<double>().Concat(Marks.Select(m => m.Value)).Where(v => double.IsFinite(v) && (v > 0 || !Logarithmic));
}

/// <summary>A row of values.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Values">By place; null where there is none.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<double?> Values);

/// <summary>A value to compare with.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Value">Where it is.</param>
public sealed record ChartMark(string Name, double Value);
