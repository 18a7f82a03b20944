using Fulcrum.Protocol.CutTensors;

namespace Fulcrum.Protocol.Tests.CutTensors;

/// <summary>Seeded cut tensors: smooth planes like those of a convolution, behind a Relu or not.</summary>
internal static class CutSamples
{
    /// <summary>Planes of waves and noise; with a Relu about half of them is zero.</summary>
    public static float[] Smooth(int channels, int height, int width, int seed, bool relu = true)
    {
        var random = new Random(seed);
        float[] values = new float[channels * height * width];
        for (int c = 0, at = 0; c < channels; c++)
        {
            (double gain, double shift, double x0, double y0) = (Math.Exp(2 * random.NextDouble()), random.NextDouble() - 0.5, 6 * random.NextDouble(), 6 * random.NextDouble());
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++, at++)
                {
                    float value = (float)(gain * (Math.Sin(x0 + (x * 0.3)) + Math.Cos(y0 + (y * 0.4)) + shift + (0.3 * random.NextDouble())));
                    values[at] = relu ? Math.Max(0, value) : value;
                }
            }
        }

        return values;
    }

    /// <summary>A random sample with a random grid that fits it; seeds go through all widths, layouts and kinds of values.</summary>
    public static (float[] Sample, CutTensorGrid Grid) Any(int seed)
    {
        var random = new Random(seed);
        (int bits, int channels, int inner, int outer) = (2 + (seed % 7), random.Next(1, 9), random.Next(3) == 0 ? 1 : random.Next(1, 90), random.Next(2) == 0 ? 1 : random.Next(1, 20));
        float[] sample = new float[channels * inner * outer];
        double walk = 0;
        int kind = random.Next(4);
        for (int i = 0; i < sample.Length; i++)
        {
            walk = (0.9 * walk) + random.NextDouble() - 0.5;
            sample[i] = (float)(kind switch { 0 => random.NextDouble() - 0.3, 1 => Math.Max(0, walk), 2 => walk, _ => random.Next(50) == 0 ? 100 : 0 });
        }

        float[] minima = new float[channels], maxima = new float[channels];
        for (int i = 0; i < sample.Length; i++)
        {
            int c = i / inner % channels;
            (minima[c], maxima[c]) = (Math.Min(minima[c], sample[i]), Math.Max(maxima[c], sample[i]));
        }

        if (random.Next(2) == 0)
            (minima, maxima) = ([.. minima.Select(m => m * 0.7f)], [.. maxima.Select(m => m * 0.6f)]);
        return (sample, CutTensorGrid.FromRanges(bits, inner, minima, maxima));
    }

    public static float[] Decoded(ReadOnlySpan<byte> coded, CutTensorGrid grid, int length)
    {
        float[] values = new float[length];
        CutTensorCodec.Decode(coded, grid, values);
        return values;
    }

    public static float[] Rounded(float[] sample, CutTensorGrid grid)
    {
        float[] values = [.. sample];
        CutTensorCodec.RoundTrip(values, grid);
        return values;
    }

    /// <summary>One grid for all values, from the smallest to the largest.</summary>
    public static CutTensorGrid Whole(float[] sample, int bits, int inner = 1) => CutTensorGrid.FromRanges(bits, inner, [sample.Min()], [sample.Max()]);

    public static void Same(float[] expected, float[] actual) => Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
}
