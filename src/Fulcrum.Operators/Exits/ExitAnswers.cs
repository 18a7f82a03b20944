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

    /// <summary>Of every so many-th sample only.</summary>
    /// <param name="step">How many.</param>
    /// <param name="first">The first one.</param>
    public ExitAnswers Every(int step, int first)
    {
        T[] Some<T>(T[] all) => [.. all.Where((_, i) => i % step == first)];
        return new([.. Confidences.Select(Some)], [.. Right.Select(Some)]);
    }

    /// <summary>How many samples are right when each leaves at the first of some exits that is confident enough.</summary>
    /// <param name="exits">Their numbers, in order.</param>
    /// <param name="thresholds">Of each.</param>
    public int CountRight(IReadOnlyList<int> exits, IReadOnlyList<double> thresholds) => Enumerable.Range(0, Samples).Count(s =>
    {
        int at = Enumerable.Range(0, exits.Count).FirstOrDefault(i => Confidences[exits[i]][s] >= thresholds[i], -1);
        return at < 0 ? Right[^1][s] : Right[exits[at]][s];
    });

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
