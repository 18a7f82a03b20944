using Fulcrum.Evaluation.Calibration;
using Fulcrum.Graphs;

namespace Fulcrum.Operators.Sptq;

/// <summary>An unsigned 8-bit grid for activations: value = (stored - zero) * scale.</summary>
/// <param name="Scale">The step; positive.</param>
/// <param name="Zero">Where 0 is.</param>
internal readonly record struct ActivationGrid(float Scale, byte Zero)
{
    /// <summary>The grid that spans a range; 0 lies on it.</summary>
    public static ActivationGrid Of(ValueRange range)
    {
        double scale = ((double)range.High - range.Low) / 255;
        if (scale <= 1e-30)
            return new ActivationGrid(1, 0);
        return new ActivationGrid((float)scale, (byte)Math.Clamp(Math.Round(-range.Low / scale), 0, 255));
    }
}

/// <summary>A weight tensor on a symmetric grid, per channel or whole.</summary>
/// <param name="Values">int8 elements.</param>
/// <param name="Scales">One scale per channel, or one.</param>
/// <param name="Axis">The channel axis; null for one scale.</param>
internal sealed record WeightGrid(Tensor Values, float[] Scales, int? Axis)
{
    /// <summary>Rounds a tensor to so many bits.</summary>
    public static WeightGrid Of(Tensor weight, int? axis, int bits)
    {
        float[] values = weight.Values<float>().ToArray();
        int channels = axis is int a ? (int)weight.Shape[a] : 1;
        int inner = axis is int b ? (int)weight.Shape.Skip(b + 1).Aggregate(1L, (n, d) => n * d) : values.Length;
        int largest = (1 << (bits - 1)) - 1;
        float[] scales = new float[channels];
        for (int i = 0; i < values.Length; i++)
            scales[i / inner % channels] = Math.Max(scales[i / inner % channels], Math.Abs(values[i]));
        for (int c = 0; c < channels; c++)
            scales[c] = scales[c] > 1e-30f ? scales[c] / largest : 1;
        sbyte[] stored = new sbyte[values.Length];
        for (int i = 0; i < values.Length; i++)
            stored[i] = (sbyte)Math.Clamp(MathF.Round(values[i] / scales[i / inner % channels]), -largest, largest);
        return new WeightGrid(Tensor.From<sbyte>($"{weight.Name}/quantized", weight.Shape, stored), scales, axis);
    }
}
