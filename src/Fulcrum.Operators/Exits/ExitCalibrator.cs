using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Exits;

/// <summary>Chooses the thresholds of a model's exits: the least expected multiply-accumulates that keep the accuracy on the calibration split.</summary>
/// <param name="runner">Runs the model.</param>
public sealed class ExitCalibrator(IModelRunner runner)
{
    /// <summary>The plan with thresholds, places and shares of the work.</summary>
    /// <param name="model">The whole model with its exits as outputs.</param>
    /// <param name="plan">Which outputs are exits, and how much accuracy may be lost.</param>
    /// <param name="calibration">Samples to choose by, never those that the result is judged on.</param>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="cancellation">Ends the work between batches.</param>
    /// <exception cref="InputException"><c>exit-no-cut</c>, <c>output-shape</c>, or the data does not fit.</exception>
    public ExitPlan Calibrate(Model model, ExitPlan plan, DatasetSplit calibration, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ExitSegments segments = ExitSplitter.Split(model, plan);
        using var chain = new ExitChain(runner, [model], plan);
        ExitAnswers answers = ExitAnswers.Of(chain, plan, calibration, progress, cancellation);
        (IReadOnlyList<double> thresholds, double cost) = ThresholdSearch.Run(answers, [.. segments.Plan.Costs], plan.MaxDrop);
        return segments.Plan with { Points = [.. segments.Plan.Points.Zip(thresholds, (p, t) => p with { Threshold = t })], ExpectedMacs = cost };
    }
}
