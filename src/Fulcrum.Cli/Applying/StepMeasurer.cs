using System.Globalization;
using Fulcrum.Cli.Results;
using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Evaluation.Metrics;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Exits;
using Fulcrum.Problems;

namespace Fulcrum.Cli.Applying;

/// <summary>Measures variants of a model against it on the test split, which nothing else uses.</summary>
internal sealed class StepMeasurer(IModelRunner runner, Model baseline, DatasetSplit test, string metric, IProgress<WorkProgress> progress, CancellationToken cancellation)
{
    private readonly Lazy<(Metric Metric, MetricResult Result)> _before = new(() => Judge(runner, baseline, test, metric, progress, cancellation));

    /// <summary>Before and after; the baseline is judged once.</summary>
    public ApplyMetrics Measure(Artefact variant)
    {
        ExitReport? exits = null;
        (Metric before, MetricResult was) = _before.Value;
        (Metric after, MetricResult now) = ReferenceEquals(variant.Whole, baseline) ? _before.Value
            : variant.Chain is { } chain ? Judge(chain, out exits)
            : Judge(runner, variant.Whole!, test, metric, progress, cancellation);
        MetricDrop drop = before.DropTo(after);
        return new ApplyMetrics(metric, was.Value, [was.Low, was.High], now.Value, [now.Low, now.High], drop.Points, [drop.Low, drop.High], was.Samples) { Exits = exits };
    }

    /// <summary>Times a chain against the baseline on this machine, one thread; samples leave as they did on the test split.</summary>
    public IReadOnlyList<string> Time(ExitSegments chain, ExitReport report)
    {
        ExitLatency latency = new ExitTimer(runner).Time(baseline, chain, [.. report.Exits.Select(e => e.Rate)], test, cancellation);
        IEnumerable<string> exits = report.Exits.Zip(latency.Exits, (e, time) => string.Create(CultureInfo.InvariantCulture, $"early-exit: {e.Output} after {time:0.000} ms"));
        return [.. exits, string.Create(CultureInfo.InvariantCulture, $"early-exit: {latency.Mean:0.000} ms on average, the whole model {latency.Whole:0.000} ms: {latency.Gain:0.00} x lower mean latency (one sample, one thread)")];
    }

    private (Metric Metric, MetricResult Result) Judge(ExitSegments chain, out ExitReport report)
    {
        Metric judged = Metric.Known[metric]();
        report = ExitJudge.Judge(runner, chain, test, judged, progress, cancellation);
        return (judged, judged.Result());
    }

    private static (Metric Metric, MetricResult Result) Judge(IModelRunner runner, Model model, DatasetSplit test, string name, IProgress<WorkProgress> progress, CancellationToken cancellation)
    {
        Metric metric = Metric.Known[name]();
        return (metric, new ModelEvaluator(runner).Judge(model, test, metric, progress: progress, cancellation: cancellation));
    }
}
