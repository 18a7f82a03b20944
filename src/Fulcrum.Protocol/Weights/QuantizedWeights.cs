namespace Fulcrum.Protocol.Weights;

/// <summary>A weight tensor on a symmetric uniform grid per output channel: value = scale[channel] * symbol.</summary>
/// <param name="Name">The tensor's name in the model.</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
/// <param name="ChannelAxis">The axis that counts output channels; ignored for scalars.</param>
/// <param name="Bits">Width, 2 to 8.</param>
/// <param name="Scales">One step size per channel; 0 for a channel that is all zero.</param>
/// <param name="Symbols">Grid positions in row-major order, within ±(2^(Bits-1) - 1).</param>
public sealed record QuantizedWeights(string Name, IReadOnlyList<long> Shape, int ChannelAxis, int Bits, float[] Scales, sbyte[] Symbols)
{
    /// <summary>The largest symbol of a width: 2^(bits-1) - 1.</summary>
    public static int MaximumSymbol(int bits) => (1 << (bits - 1)) - 1;

    /// <summary>The grid values as floats, in row-major order.</summary>
    public float[] Dequantize()
    {
        var layout = ChannelLayout.Of(Shape, ChannelAxis);
        float[] values = new float[Symbols.Length];
        for (int outer = 0, i = 0; outer < layout.Outer; outer++)
        {
            for (int channel = 0; channel < layout.Channels; channel++)
            {
                float scale = Scales[channel];
                for (int end = i + layout.Inner; i < end; i++)
                    values[i] = scale * Symbols[i];
            }
        }

        return values;
    }

    /// <summary>Order-0 empirical entropy of the symbols, in bytes: what an ideal coder without context would need.</summary>
    public double EntropyBytes()
    {
        int[] counts = new int[256];
        foreach (sbyte symbol in Symbols)
            counts[symbol + 128]++;
        return counts.Where(c => c > 0).Sum(c => -c * Math.Log2((double)c / Symbols.Length)) / 8;
    }
}
