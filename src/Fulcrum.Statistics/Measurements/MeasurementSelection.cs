namespace Fulcrum.Statistics.Measurements;

/// <summary>Which columns and rows of a measurement file are compared; null means by the columns' names.</summary>
public sealed record MeasurementSelection
{
    /// <summary>Columns whose values make a group. Default: <c>model</c> where there is one, otherwise all rows are one group.</summary>
    public IReadOnlyList<string>? GroupBy { get; init; }

    /// <summary>Columns whose values make a level. Default: <c>operator</c> and, where its values differ, <c>tier</c>.</summary>
    public IReadOnlyList<string>? Factor { get; init; }

    /// <summary>The measured value: a number, 0 or more. Default: the first of <c>latency_s</c>, <c>latency_ms</c>, <c>latency</c>, <c>time_s</c>, <c>time_ms</c>, <c>seconds</c>, <c>value</c> that is there.</summary>
    public string? Value { get; init; }

    /// <summary>The column whose values make blocks: rows of one block hang together. Default: <c>round</c> where there is one, otherwise none.</summary>
    public string? Block { get; init; }

    /// <summary>Rows are kept whose columns hold one of the values given for them. Without a condition on <c>phase</c>, rows of the phase <c>warmup</c> are left out.</summary>
    public IReadOnlyList<(string Column, string Value)> Where { get; init; } = [];
}

/// <summary>Samples taken from a measurement file.</summary>
/// <param name="Groups">In the order in which groups and levels first occur.</param>
/// <param name="Columns">What was used for what, in words.</param>
/// <param name="Warmup">Rows left out because their phase is <c>warmup</c>.</param>
/// <param name="Rows">Rows used.</param>
public sealed record SelectedSamples(IReadOnlyList<Comparing.SampleGroup> Groups, SelectedColumns Columns, int Warmup, int Rows);

/// <summary>The columns that were used.</summary>
public sealed record SelectedColumns(IReadOnlyList<string> GroupBy, IReadOnlyList<string> Factor, string Value, string? Block);
