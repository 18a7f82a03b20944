using Fulcrum.Data;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Operators.Exits;

/// <summary>What every exit says of every sample of a split.</summary>
/// <param name="Confidences">For each exit, the confidence in each sample.</param>
/// <param name="Right">For each exit, then the final output, whether the highest output is at the sample's label.</param>
internal sealed record ExitAnswers(IReadOnlyList<double[]> Confidences, IReadOnlyList<bool[]> Right)
{
    public int Samples => Right[^1].Length;

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
