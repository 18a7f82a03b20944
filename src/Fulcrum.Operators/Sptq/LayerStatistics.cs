using System.Numerics.Tensors;

namespace Fulcrum.Operators.Sptq;

/// <summary>What is kept of the vectors that a layer multiplies its weights with: their mean, and their second moments x x' where wanted.</summary>
/// <remarks>Second moments of more than <see cref="LargestBlock"/> inputs are kept in blocks along the diagonal: time and memory stay bounded.</remarks>
internal sealed class LayerStatistics
{
    /// <summary>The most inputs whose second moments are kept together.</summary>
    public const int LargestBlock = 1024;

    private readonly double[] _sums;

    /// <summary>Nothing seen yet.</summary>
    public LayerStatistics(WeightLayout layout, bool withMoments)
    {
        (Layout, _sums) = (layout, new double[layout.Groups * layout.Columns]);
        int blocks = (layout.Columns + LargestBlock - 1) / LargestBlock, width = (layout.Columns + blocks - 1) / blocks;
        Blocks = [.. Enumerable.Range(0, blocks).Select(b => (b * width, Math.Min(width, layout.Columns - (b * width))))];
        Moments = withMoments ? [.. Blocks.Select(b => new double[layout.Groups * b.Width * b.Width])] : [];
    }

    /// <summary>The weight's form.</summary>
    public WeightLayout Layout { get; }

    /// <summary>Vectors seen of each group.</summary>
    public long Count { get; private set; }

    /// <summary>First input and number of inputs of each block.</summary>
    public IReadOnlyList<(int First, int Width)> Blocks { get; }

    /// <summary>Sums of x x' by block, [groups, width, width] each; empty when they were not wanted.</summary>
    public IReadOnlyList<double[]> Moments { get; }

    /// <summary>Doubles that the second moments of a layer take.</summary>
    public static long MomentCount(WeightLayout layout) => (long)layout.Groups * layout.Columns * Math.Min(layout.Columns, LargestBlock);

    /// <summary>The mean vector of a group.</summary>
    public double[] Mean(int group)
    {
        double[] mean = _sums[(group * Layout.Columns)..((group + 1) * Layout.Columns)];
        TensorPrimitives.Divide<double>(mean, Math.Max(1, Count), mean);
        return mean;
    }

    /// <summary>Adds sums of vectors, where no second moments are kept.</summary>
    /// <param name="sums">[groups, columns].</param>
    /// <param name="count">Vectors of each group.</param>
    public void Add(double[] sums, int count)
    {
        Count += count;
        TensorPrimitives.Add<double>(_sums, sums, _sums);
    }

    /// <summary>Adds vectors.</summary>
    /// <param name="vectors">[groups, count, columns].</param>
    /// <param name="count">Vectors of each group.</param>
    /// <param name="product">Gives x x' summed, [groups, width, width], for [groups, count, width].</param>
    public void Add(float[] vectors, int count, Func<float[], int, int, float[]> product)
    {
        Count += count;
        float[] sum = new float[Layout.Columns];
        for (int g = 0; g < Layout.Groups; g++)
        {
            Array.Clear(sum);
            for (int i = 0; i < count; i++)
                TensorPrimitives.Add(sum, vectors.AsSpan(((g * count) + i) * Layout.Columns, Layout.Columns), sum);
            for (int k = 0; k < sum.Length; k++)
                _sums[(g * Layout.Columns) + k] += sum[k];
        }

        for (int b = 0; b < Moments.Count; b++)
        {
            (int first, int width) = Blocks[b];
            float[] products = product(Blocks.Count == 1 ? vectors : Slice(vectors, first, width), count, width);
            for (int i = 0; i < products.Length; i++)
                Moments[b][i] += products[i];
        }
    }

    private float[] Slice(float[] vectors, int first, int width)
    {
        float[] slice = new float[vectors.Length / Layout.Columns * width];
        for (int i = 0; i < slice.Length / width; i++)
            vectors.AsSpan((i * Layout.Columns) + first, width).CopyTo(slice.AsSpan(i * width));
        return slice;
    }
}
