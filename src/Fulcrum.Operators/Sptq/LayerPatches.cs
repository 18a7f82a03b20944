using Fulcrum.Graphs;

namespace Fulcrum.Operators.Sptq;

/// <summary>The vectors that a layer multiplies its weights with: of a Conv the windows of its input, of a matrix product the rows of its left factor.</summary>
internal static class LayerPatches
{
    /// <summary>The vectors of a run, group after group.</summary>
    /// <param name="node">The layer.</param>
    /// <param name="layout">Its weight.</param>
    /// <param name="weight">The shape of its weight.</param>
    /// <param name="input">Its input in this run, float.</param>
    /// <returns>Values [groups, count, columns], and count.</returns>
    public static (float[] Values, int Count) Of(Node node, WeightLayout layout, IReadOnlyList<long> weight, Tensor input)
    {
        ReadOnlySpan<float> values = input.Values<float>();
        if (node.OpType != "Conv")
            return (values.ToArray(), values.Length / layout.Columns);
        int rank = weight.Count - 2;
        int[] size = Padded(input.Shape, 2, rank), kernel = Padded(weight, 2, rank);
        WindowAxis high = rank == 2 ? WindowAxis.Of(node, 0, 2, size[0], kernel[0]) : new WindowAxis(1, 1, 0, 1), wide = WindowAxis.Of(node, rank - 1, rank, size[1], kernel[1]);
        (int samples, int channels) = ((int)input.Shape[0], (int)weight[1]);
        int count = samples * high.Outputs * wide.Outputs;
        float[] patches = new float[layout.Groups * count * layout.Columns];
        int at = 0;
        for (int g = 0; g < layout.Groups; g++)
        {
            for (int n = 0; n < samples; n++)
            {
                ReadOnlySpan<float> image = values.Slice(((n * layout.Groups) + g) * channels * size[0] * size[1], channels * size[0] * size[1]);
                for (int y = 0; y < high.Outputs; y++)
                {
                    for (int x = 0; x < wide.Outputs; x++, at += layout.Columns)
                        Copy(image, size, kernel, (high.First(y), high.Dilation), (wide.First(x), wide.Dilation), patches.AsSpan(at, layout.Columns));
                }
            }
        }

        return (patches, count);
    }

    private static void Copy(ReadOnlySpan<float> image, int[] size, int[] kernel, (int First, int Step) high, (int First, int Step) wide, Span<float> patch)
    {
        int at = 0;
        for (int start = 0; start < image.Length; start += size[0] * size[1])
        {
            for (int i = 0; i < kernel[0]; i++)
            {
                int y = high.First + (i * high.Step);
                for (int j = 0; j < kernel[1]; j++, at++)
                {
                    int x = wide.First + (j * wide.Step);
                    patch[at] = y >= 0 && y < size[0] && x >= 0 && x < size[1] ? image[start + (y * size[1]) + x] : 0;
                }
            }
        }
    }

    /// <summary>The last one or two sizes as two.</summary>
    public static int[] Padded(IReadOnlyList<long> shape, int from, int rank) => rank == 2 ? [(int)shape[from], (int)shape[from + 1]] : [1, (int)shape[from]];
}
