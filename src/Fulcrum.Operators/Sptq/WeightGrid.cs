using Fulcrum.Graphs;

namespace Fulcrum.Operators.Sptq;

/// <summary>A weight tensor on a grid through 0, per channel or whole: value = stored * scale.</summary>
/// <param name="Values">int8 elements.</param>
/// <param name="Scales">One scale per channel, or one.</param>
/// <param name="Axis">The channel axis; null for one scale.</param>
internal sealed record WeightGrid(Tensor Values, float[] Scales, int? Axis)
{
    /// <summary>The largest stored value at a width of 2 to 8 bits.</summary>
    public static int Largest(int bits) => (1 << (bits - 1)) - 1;

    /// <summary>
    /// The smallest stored value. From 7 bits the grid is symmetric, as integer kernels want it; below, where one level more counts, all codes are used.
    /// </summary>
    public static int Smallest(int bits) => bits >= 7 ? -Largest(bits) : -Largest(bits) - 1;

    /// <summary>Rounds a tensor to so many bits, each element to the nearest.</summary>
    public static WeightGrid Of(Tensor weight, int? axis, int bits) => Of(weight, axis, bits, WeightScales.Of(weight, axis, bits));

    /// <summary>Rounds a tensor on a grid whose scales are known, each element to the nearest.</summary>
    public static WeightGrid Of(Tensor weight, int? axis, int bits, float[] scales)
    {
        float[] values = weight.Values<float>().ToArray();
        sbyte[] stored = new sbyte[values.Length];
        int inner = Inner(weight, axis);
        for (int i = 0; i < values.Length; i++)
            stored[i] = (sbyte)Math.Clamp(MathF.Round(values[i] / scales[i / inner % scales.Length]), Smallest(bits), Largest(bits));
        return Of(weight, axis, scales, stored);
    }

    /// <summary>A grid whose codes are known.</summary>
    public static WeightGrid Of(Tensor weight, int? axis, float[] scales, sbyte[] stored) => new(Tensor.From<sbyte>($"{weight.Name}/quantized", weight.Shape, stored), scales, axis);

    /// <summary>Elements between two steps of the channel axis; all of them when there is none.</summary>
    public static int Inner(Tensor weight, int? axis) => axis is int a ? (int)weight.Shape.Skip(a + 1).Aggregate(1L, (n, d) => n * d) : (int)Math.Max(1, weight.ElementCount);

    /// <summary>The values that the codes stand for.</summary>
    public float[] Dequantized()
    {
        ReadOnlySpan<sbyte> stored = Values.Values<sbyte>();
        float[] values = new float[stored.Length];
        int inner = Inner(Values, Axis);
        for (int i = 0; i < values.Length; i++)
            values[i] = stored[i] * Scales[i / inner % Scales.Length];
        return values;
    }

    /// <summary>The first-order entropy of the codes, in bits each: what an ideal coder of independent symbols sends.</summary>
    public double Entropy()
    {
        ReadOnlySpan<sbyte> stored = Values.Values<sbyte>();
        Span<int> counts = stackalloc int[256];
        foreach (sbyte code in stored)
            counts[code + 128]++;
        double bits = 0;
        foreach (int count in counts)
            bits -= count == 0 ? 0 : count * Math.Log2((double)count / stored.Length);
        return stored.Length == 0 ? 0 : bits / stored.Length;
    }
}
