using System.Numerics.Tensors;
using Fulcrum.Graphs;
using Tensor = Fulcrum.Graphs.Tensor;

namespace Fulcrum.Operators.Sptq;

/// <summary>
/// Sums of the vectors that <see cref="LayerPatches"/> would give, without writing them out: for each row of the window one pass adds the image's rows that it
/// meets, and of that sum each column of the window takes its elements.
/// </summary>
internal static class LayerMeans
{
    /// <summary>The sums of a run, [groups, columns], and how many vectors of each group they are of.</summary>
    public static (double[] Sums, int Count) Of(Node node, WeightLayout layout, IReadOnlyList<long> weight, Tensor input)
    {
        ReadOnlySpan<float> values = input.Values<float>();
        double[] sums = new double[layout.Groups * layout.Columns];
        if (node.OpType != "Conv")
        {
            for (int at = 0; at < values.Length; at += layout.Columns)
                Add(values.Slice(at, layout.Columns), sums);
            return (sums, values.Length / layout.Columns);
        }

        int rank = weight.Count - 2;
        (int[] size, int[] kernel) = (LayerPatches.Padded(input.Shape, 2, rank), LayerPatches.Padded(weight, 2, rank));
        WindowAxis high = rank == 2 ? WindowAxis.Of(node, 0, 2, size[0], kernel[0]) : new WindowAxis(1, 1, 0, 1), wide = WindowAxis.Of(node, rank - 1, rank, size[1], kernel[1]);
        (int samples, int channels, int plane) = ((int)input.Shape[0], layout.Groups * (int)weight[1], size[0] * size[1]);
        bool meetsAll = kernel is [1, 1] && high.Outputs * wide.Outputs == plane;
        float[] row = new float[size[1]];
        for (int n = 0; n < samples; n++)
        {
            for (int c = 0; c < channels; c++)
            {
                ReadOnlySpan<float> image = values.Slice(((n * channels) + c) * plane, plane);
                if (meetsAll)
                {
                    sums[c] += TensorPrimitives.Sum(image);
                    continue;
                }

                for (int i = 0; i < kernel[0]; i++)
                {
                    Array.Clear(row);
                    for (int y = high.First(0) + (i * high.Dilation), left = high.Outputs; left > 0; y += high.Stride, left--)
                    {
                        if (y >= 0 && y < size[0])
                            TensorPrimitives.Add(row, image.Slice(y * size[1], size[1]), row);
                    }

                    for (int j = 0; j < kernel[1]; j++)
                        sums[(((c * kernel[0]) + i) * kernel[1]) + j] += Taken(row, wide, j);
                }
            }
        }

        return (sums, samples * high.Outputs * wide.Outputs);
    }

    private static void Add(ReadOnlySpan<float> vector, double[] sums)
    {
        for (int k = 0; k < vector.Length; k++)
            sums[k] += vector[k];
    }

    private static double Taken(float[] row, WindowAxis wide, int column)
    {
        double sum = 0;
        for (int x = wide.First(0) + (column * wide.Dilation), left = wide.Outputs; left > 0; x += wide.Stride, left--)
            sum += x >= 0 && x < row.Length ? row[x] : 0;
        return sum;
    }
}
