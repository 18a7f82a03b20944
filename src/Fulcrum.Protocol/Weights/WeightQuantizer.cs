using Fulcrum.Problems;

namespace Fulcrum.Protocol.Weights;

/// <summary>
/// Rounds weights to a symmetric uniform grid per output channel. The step size is the one, of a fixed list of fractions of the
/// channel's largest magnitude, that gives the least mean squared error: plain min-max wastes most of a 2 to 4 bit grid on outliers.
/// </summary>
public static class WeightQuantizer
{
    /// <summary>The smallest and largest widths.</summary>
    public const int MinimumBits = 2, MaximumBits = 8;

    /// <summary>Quantizes a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="values">Its values, row-major.</param>
    /// <param name="channelAxis">The axis that counts output channels.</param>
    /// <param name="bits">2 to 8.</param>
    /// <exception cref="InputException"><c>weights-not-finite</c>.</exception>
    /// <exception cref="ArgumentException">Width, axis or length do not fit.</exception>
    public static QuantizedWeights Quantize(string name, IReadOnlyList<long> shape, ReadOnlySpan<float> values, int channelAxis, int bits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, MinimumBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, MaximumBits);
        var layout = ChannelLayout.Of(shape, channelAxis);
        if (layout.Length != values.Length)
            throw new ArgumentException($"{values.Length} values for shape [{string.Join(",", shape)}] of {name}.");
        float[] scales = new float[layout.Channels];
        sbyte[] symbols = new sbyte[values.Length];
        float[] channel = new float[layout.Outer * layout.Inner];
        for (int c = 0; c < layout.Channels; c++)
        {
            Gather(values, layout, c, channel);
            scales[c] = BestScale(name, channel, QuantizedWeights.MaximumSymbol(bits));
            Scatter(channel, layout, c, scales[c], QuantizedWeights.MaximumSymbol(bits), symbols);
        }

        return new QuantizedWeights(name, shape, channelAxis, bits, scales, symbols);
    }

    private static float BestScale(string name, ReadOnlySpan<float> channel, int maximum)
    {
        float largest = 0;
        foreach (float value in channel)
        {
            if (!float.IsFinite(value))
                throw new InputException("weights-not-finite", name, "The tensor holds NaN or infinity.", "Train or export the model again.");
            largest = Math.Max(largest, Math.Abs(value));
        }

        (float best, double least) = (largest / maximum, double.PositiveInfinity);
        for (int percent = 100; percent >= LeastPercent(maximum); percent -= 4)
        {
            float scale = largest / maximum * percent / 100;
            if (scale < float.MinValue || scale == 0 || !float.IsNormal(scale))
                continue;
            double error = SquaredError(channel, scale, maximum);
            if (error < least)
                (best, least) = (scale, error);
        }

        return float.IsNormal(best) ? best : 0;
    }

    // With 127 steps a side clipping below 60 % never pays; with one step it pays down to a fifth.
    private static int LeastPercent(int maximum) => maximum >= 31 ? 60 : maximum >= 7 ? 36 : 20;

    private static double SquaredError(ReadOnlySpan<float> channel, float scale, int maximum)
    {
        float inverse = 1 / scale, error = 0;
        foreach (float value in channel)
        {
            float rounded = MathF.Round(value * inverse);
            float difference = value - (scale * Math.Clamp(rounded, -maximum, maximum));
            error += difference * difference;
        }

        return error;
    }

    private static void Gather(ReadOnlySpan<float> values, ChannelLayout layout, int channel, Span<float> into)
    {
        for (int outer = 0; outer < layout.Outer; outer++)
            values.Slice(((outer * layout.Channels) + channel) * layout.Inner, layout.Inner).CopyTo(into[(outer * layout.Inner)..]);
    }

    private static void Scatter(ReadOnlySpan<float> channel, ChannelLayout layout, int index, float scale, int maximum, Span<sbyte> symbols)
    {
        float inverse = scale == 0 ? 0 : 1 / scale;
        for (int i = 0; i < channel.Length; i++)
        {
            int position = ((((i / layout.Inner) * layout.Channels) + index) * layout.Inner) + (i % layout.Inner);
            symbols[position] = (sbyte)Math.Clamp(MathF.Round(channel[i] * inverse), -maximum, maximum);
        }
    }
}
