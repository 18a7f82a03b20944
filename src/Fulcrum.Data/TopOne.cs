namespace Fulcrum.Data;

/// <summary>Top-1: the class with the highest output; the first of equal ones.</summary>
public static class TopOne
{
    /// <summary>Marks which samples of a batch are answered right.</summary>
    /// <param name="outputs">One value per class, sample after sample.</param>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="right">Receives the verdicts, one per sample.</param>
    public static void Judge(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, Span<bool> right)
    {
        int classes = outputs.Length / labels.Length;
        for (int i = 0; i < labels.Length; i++)
            right[i] = IndexOfMax(outputs.Slice(i * classes, classes)) == labels[i];
    }

    private static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }

        return best;
    }
}
