using Fulcrum.Cli.Results;
using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Evaluation.Metrics;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;

namespace Fulcrum.Cli.Applying;

/// <summary>Measures variants of a model against it on the test split, which nothing else uses.</summary>
internal sealed class StepMeasurer(IModelRunner runner, Model baseline, DatasetSplit test, string metric, IProgress<WorkProgress> progress, CancellationToken cancellation)
{
    private readonly Lazy<(Metric Metric, MetricResult Result)> _before = new(() => Judge(runner, baseline, test, metric, progress, cancellation));

    /// <summary>Before and after; the baseline is judged once.</summary>
    public ApplyMetrics Measure(Model variant)
    {
        (Metric before, MetricResult was) = _before.Value;
        (Metric after, MetricResult now) = ReferenceEquals(variant, baseline) ? _before.Value : Judge(runner, variant, test, metric, progress, cancellation);
        MetricDrop drop = before.DropTo(after);
        return new ApplyMetrics(metric, was.Value, [was.Low, was.High], now.Value, [now.Low, now.High], drop.Points, [drop.Low, drop.High], was.Samples);
    }

    private static (Metric Metric, MetricResult Result) Judge(IModelRunner runner, Model model, DatasetSplit test, string name, IProgress<WorkProgress> progress, CancellationToken cancellation)
    {
        Metric metric = Metric.Known[name]();
        return (metric, new ModelEvaluator(runner).Judge(model, test, metric, progress: progress, cancellation: cancellation));
    }
}
