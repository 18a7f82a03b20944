using Fulcrum.Protocol.Tensors;

namespace Fulcrum.Planning.Offline;

/// <summary>Chooses the grid of a cut tensor: of a fixed list of fractions of the range seen, the one with the least squared error.</summary>
internal static class RangeChooser
{
    private const int LargestSample = 1 << 18;

    public static TensorQuantization Choose(ReadOnlySpan<float> values, int bits)
    {
        (float minimum, float maximum) = (0, 0);
        foreach (float value in values)
            (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
        float[] sample = Sample(values);
        var best = TensorQuantization.FromRange(minimum, maximum, bits);
        double least = SquaredError(sample, best);
        for (int percent = 95; percent >= 20; percent -= 5)
        {
            var candidate = TensorQuantization.FromRange(minimum * percent / 100, maximum * percent / 100, bits);
            double error = SquaredError(sample, candidate);
            if (error < least)
                (best, least) = (candidate, error);
        }

        return best;
    }

    // A prime stride visits all positions of a sample evenly.
    private static float[] Sample(ReadOnlySpan<float> values)
    {
        if (values.Length <= LargestSample)
            return values.ToArray();
        float[] sample = new float[LargestSample];
        for (long i = 0; i < sample.Length; i++)
            sample[i] = values[(int)(i * 1_000_003 % values.Length)];
        return sample;
    }

    private static double SquaredError(float[] sample, TensorQuantization quantization)
    {
        float[] rounded = [.. sample];
        TensorCodec.RoundTrip(rounded, quantization);
        double error = 0;
        for (int i = 0; i < rounded.Length; i++)
            error += (double)(rounded[i] - sample[i]) * (rounded[i] - sample[i]);
        return error;
    }
}
