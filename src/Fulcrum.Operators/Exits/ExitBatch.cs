using Fulcrum.Protocol.Plans;

namespace Fulcrum.Operators.Exits;

/// <summary>What every exit says of consecutive samples.</summary>
/// <param name="Start">The first sample's number in the split.</param>
/// <param name="Count">How many samples.</param>
/// <param name="Outputs">For each exit, then the final output, the logits sample after sample.</param>
public sealed record ExitBatch(int Start, int Count, IReadOnlyList<ReadOnlyMemory<float>> Outputs)
{
    /// <summary>The logits of one exit for one sample of the batch.</summary>
    public ReadOnlySpan<float> Logits(int exit, int sample)
    {
        int classes = Outputs[exit].Length / Count;
        return Outputs[exit].Span.Slice(sample * classes, classes);
    }

    /// <summary>The first exit that is confident enough of a sample; the number of exits when none is.</summary>
    public int LeavesAt(int sample, ExitPlan plan)
    {
        for (int e = 0; e < plan.Points.Count; e++)
        {
            if (Confidence.Of(Logits(e, sample), plan.Confidence) >= plan.Points[e].Threshold)
                return e;
        }

        return plan.Points.Count;
    }

    /// <summary>The class of the highest output, the first of equal ones; -1 when one is NaN.</summary>
    internal static int Best(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
                return -1;
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
