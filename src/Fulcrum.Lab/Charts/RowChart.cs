namespace Fulcrum.Lab.Charts;

/// <summary>A chart of named rows along one axis: boxes, intervals or stacks of shares.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="XLabel">What the values are, with their unit.</param>
/// <param name="Rows">Top to bottom.</param>
public sealed record RowChart(string Title, string XLabel, IReadOnlyList<ChartRow> Rows)
{
    /// <summary>A logarithmic axis; values that are not positive are left out. Default false.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Names of the pieces of stacks, in their order; at most <see cref="SvgStyle.Colours"/>. Default none.</summary>
    public IReadOnlyList<string> Pieces { get; init; } = [];

    /// <summary>A dashed line to compare with; null (default): none.</summary>
    public double? Mark { get; init; }

    /// <summary>All values that are drawn.</summary>
    internal IEnumerable<double> Drawn => Rows.SelectMany(r => r.Values).Concat(Mark is double mark ? [mark] : []).Where(v => double.IsFinite(v) && (v > 0 || !Logarithmic));
}

/// <summary>A row.</summary>
/// <param name="Name">At its left.</param>
public abstract record ChartRow(string Name)
{
    /// <summary>What must be on the axis.</summary>
    internal abstract IEnumerable<double> Values { get; }
}

/// <summary>Quartiles, and whiskers to the 5th and 95th percentile.</summary>
public sealed record BoxRow(string Name, double P5, double Q1, double Median, double Q3, double P95) : ChartRow(Name)
{
    internal override IEnumerable<double> Values => [P5, Q1, Median, Q3, P95];
}

/// <summary>A value between two others.</summary>
public sealed record IntervalRow(string Name, double Low, double Middle, double High) : ChartRow(Name)
{
    internal override IEnumerable<double> Values => [Low, Middle, High];
}

/// <summary>Pieces beside each other, from zero.</summary>
public sealed record StackRow(string Name, IReadOnlyList<double> Pieces) : ChartRow(Name)
{
    internal override IEnumerable<double> Values => [Pieces.Sum()];
}
