using Fulcrum.Data;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Operators.Exits;

/// <summary>What every exit says of every sample of a split.</summary>
/// <param name="Confidences">For each exit, the confidence in each sample.</param>
/// <param name="Right">For each exit, then the final output, whether the highest output is at the sample's label.</param>
public sealed record ExitAnswers(IReadOnlyList<double[]> Confidences, IReadOnlyList<bool[]> Right)
{
    /// <summary>How many samples.</summary>
    public int Samples => Right[^1].Length;

    /// <summary>Of some exits only, by their numbers; the final output stays.</summary>
    public ExitAnswers Of(IReadOnlyList<int> exits) => new([.. exits.Select(e => Confidences[e])], [.. exits.Select(e => Right[e]), Right[^1]]);

    /// <summary>Runs a split through a chain, every exit answering every sample.</summary>
    /// <exception cref="InputException"><c>output-shape</c>, or the data does not fit.</exception>
    public static ExitAnswers Of(ExitChain chain, ExitPlan plan, DatasetSplit split, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        double[][] confidences = [.. plan.Points.Select(_ => new double[split.Count])];
        bool[][] right = [.. plan.Outputs.Select(_ => new bool[split.Count])];
        chain.Run(split, Take, progress, cancellation);
        return new ExitAnswers(confidences, right);

        void Take(ExitBatch batch)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                for (int e = 0; e < right.Length; e++)
                    right[e][batch.Start + i] = ExitBatch.Best(batch.Logits(e, i)) == split.Labels[batch.Start + i];
                for (int e = 0; e < confidences.Length; e++)
                    confidences[e][batch.Start + i] = Confidence.Of(batch.Logits(e, i), plan.Confidence);
            }
        }
    }
}
