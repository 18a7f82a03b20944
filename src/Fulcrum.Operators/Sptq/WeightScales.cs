using Fulcrum.Graphs;

namespace Fulcrum.Operators.Sptq;

/// <summary>
/// The steps of weight grids. At 7 and 8 bits the largest weight of a channel is the end of the grid; below, the end is moved inwards to where the square error of
/// rounding and clipping together is least.
/// </summary>
internal static class WeightScales
{
    private const int Steps = 80;
    private const float Least = 0.2f;

    /// <summary>One scale per channel along an axis, or one for the tensor; all positive.</summary>
    public static float[] Of(Tensor weight, int? axis, int bits)
    {
        float[] values = weight.Values<float>().ToArray();
        int channels = axis is int a ? (int)weight.Shape[a] : 1, inner = WeightGrid.Inner(weight, axis);
        float[] scales = new float[channels];
        for (int i = 0; i < values.Length; i++)
            scales[i / inner % channels] = Math.Max(scales[i / inner % channels], Math.Abs(values[i]));
        for (int c = 0; c < channels; c++)
            scales[c] = scales[c] > 1e-30f ? scales[c] / WeightGrid.Largest(bits) : 1;
        return bits >= 7 ? scales : Narrowed(values, inner, scales, bits);
    }

    private static float[] Narrowed(float[] values, int inner, float[] widest, int bits)
    {
        (int smallest, int largest, int channels) = (WeightGrid.Smallest(bits), WeightGrid.Largest(bits), widest.Length);
        float[] best = [.. widest];
        double[] least = new double[channels];
        Array.Fill(least, double.PositiveInfinity);
        for (int step = 0; step <= Steps; step++)
        {
            float keep = 1 - ((1 - Least) * step / Steps);
            double[] errors = new double[channels];
            for (int i = 0; i < values.Length; i++)
            {
                int channel = i / inner % channels;
                float scale = widest[channel] * keep;
                double error = values[i] - (Math.Clamp(MathF.Round(values[i] / scale), smallest, largest) * scale);
                errors[channel] += error * error;
            }

            for (int c = 0; c < channels; c++)
            {
                if (errors[c] < least[c])
                    (least[c], best[c]) = (errors[c], widest[c] * keep);
            }
        }

        return best;
    }
}
