using Fulcrum.Data;
using Fulcrum.Evaluation.Metrics;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Exits;

/// <summary>Judges a chain with its thresholds: each sample is answered by the exit where it leaves.</summary>
public static class ExitJudge
{
    /// <summary>Runs a split through the chain.</summary>
    /// <param name="runner">Runs the segments.</param>
    /// <param name="chain">The segments and their exits.</param>
    /// <param name="split">The samples.</param>
    /// <param name="metric">Is given the outputs of the exit where each sample leaves.</param>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="cancellation">Ends the work between batches.</param>
    public static ExitReport Judge(IModelRunner runner, ExitSegments chain, DatasetSplit split, Metric metric, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ExitPlan plan = chain.Plan;
        int[] left = new int[plan.Points.Count + 1], right = new int[plan.Points.Count + 1];
        using var loaded = new ExitChain(runner, chain.Models, plan);
        loaded.Run(split, Take, progress, cancellation);
        double[] costs = [.. plan.Costs];
        return new ExitReport(
            [.. plan.Outputs.Select((o, e) => new ExitShare(o, (double)left[e] / split.Count, left[e] == 0 ? null : (double)right[e] / left[e], costs[e]))],
            left.Zip(costs, (n, cost) => n * cost).Sum() / split.Count);

        void Take(ExitBatch batch)
        {
            var answers = new List<float>();
            for (int i = 0; i < batch.Count; i++)
            {
                int exit = batch.LeavesAt(i, plan);
                ReadOnlySpan<float> logits = batch.Logits(exit, i);
                answers.AddRange(logits);
                left[exit]++;
                right[exit] += ExitBatch.Best(logits) == split.Labels[batch.Start + i] ? 1 : 0;
            }

            metric.Add([.. answers], split.LabelsOf(batch.Start, batch.Count), batch.Count);
        }
    }
}

/// <summary>Where the samples of a split leave a chain.</summary>
/// <param name="Exits">Each exit, then the final output.</param>
/// <param name="Macs">Mean multiply-accumulates per sample, as a share of the model without exits.</param>
public sealed record ExitReport(IReadOnlyList<ExitShare> Exits, double Macs);

/// <summary>One exit's part.</summary>
/// <param name="Output">The exit's output.</param>
/// <param name="Rate">The share of samples that leave there, 0 to 1.</param>
/// <param name="Accuracy">The share of those that are answered right; null when none leaves.</param>
/// <param name="Macs">Multiply-accumulates of a sample that leaves there, as a share of the model without exits.</param>
public sealed record ExitShare(string Output, double Rate, double? Accuracy, double Macs);
