using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;

namespace Fulcrum.Planning.Benchmarks;

/// <summary>Adds the median, the 95th percentile and the worst iteration to the summary.</summary>
public sealed class Percentiles : ManualConfig
{
    public Percentiles() => AddColumn(StatisticColumn.Median, StatisticColumn.P95, StatisticColumn.Max);
}
