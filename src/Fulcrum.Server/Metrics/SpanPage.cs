using System.Globalization;
using System.Text;
using Fulcrum.Stages.Tracing;

namespace Fulcrum.Server.Metrics;

/// <summary>What became of spans, on the page of metrics.</summary>
internal static class SpanPage
{
    public static void Render(StringBuilder text, SpanCounts counts) => text.Append(string.Create(CultureInfo.InvariantCulture, $$"""
        # HELP fulcrum_spans_exported_total Spans that the collector took.
        # TYPE fulcrum_spans_exported_total counter
        fulcrum_spans_exported_total {{counts.Exported}}
        # HELP fulcrum_spans_dropped_total Spans that were not exported, by reason.
        # TYPE fulcrum_spans_dropped_total counter
        fulcrum_spans_dropped_total{reason="queue"} {{counts.Crowded}}
        fulcrum_spans_dropped_total{reason="collector"} {{counts.Failed}}

        """).ReplaceLineEndings("\n"));
}
