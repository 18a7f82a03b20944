namespace Fulcrum.Operators.Prune;

/// <summary>Which weights become zero, given what each matters.</summary>
internal static class SparsityMasks
{
    /// <summary>No tensor loses more than this share: one without weights would cut the model in two.</summary>
    private const double Most = 0.98;

    /// <summary>The least of all tensors together.</summary>
    /// <param name="scores">By tensor, a score per element.</param>
    /// <param name="sparsity">The share of all elements, 0 to 1.</param>
    public static Dictionary<string, bool[]> Global(IReadOnlyDictionary<string, double[]> scores, double sparsity)
    {
        string[] names = [.. scores.Keys];
        Dictionary<string, bool[]> zeros = names.ToDictionary(n => n, n => new bool[scores[n].Length]);
        int[] starts = new int[names.Length + 1];
        for (int t = 0; t < names.Length; t++)
            starts[t + 1] = starts[t] + scores[names[t]].Length;
        float[] keys = [.. names.SelectMany(n => scores[n]).Select(s => (float)s)];
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, order);
        int[] room = [.. names.Select(n => (int)Math.Floor(Most * scores[n].Length))];
        long left = (long)Math.Round(sparsity * keys.Length);
        for (int rank = 0; rank < order.Length && left > 0; rank++)
        {
            int found = Array.BinarySearch(starts, order[rank]), tensor = found < 0 ? ~found - 1 : found;
            if (room[tensor]-- <= 0)
                continue;
            zeros[names[tensor]][order[rank] - starts[tensor]] = true;
            left--;
        }

        return zeros;
    }

    /// <summary>The least of each block of elements along an axis; a shorter last block stays.</summary>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="scores">A score per element.</param>
    /// <param name="block">Elements of a block.</param>
    /// <param name="gone">How many of them become zero.</param>
    public static bool[] Blocks(IReadOnlyList<long> shape, int axis, double[] scores, int block, int gone)
    {
        bool[] zeros = new bool[scores.Length];
        int size = (int)shape[axis], stride = (int)shape.Skip(axis + 1).Aggregate(1L, (product, d) => product * d);
        for (int row = 0; row < scores.Length / size; row++)
        {
            int start = (row / stride * stride * size) + (row % stride);
            for (int first = 0; first + block <= size; first += block)
            {
                foreach (int i in Enumerable.Range(first, block).Select(i => start + (i * stride)).OrderBy(i => scores[i]).Take(gone))
                    zeros[i] = true;
            }
        }

        return zeros;
    }
}
