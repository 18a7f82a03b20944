using System.Runtime.InteropServices;

namespace Fulcrum.Data;

/// <summary>Stored values to the floats that a model reads.</summary>
internal static class SampleReader
{
    public static void Read(SampleFormat format, ReadOnlySpan<byte> stored, Span<float> values)
    {
        switch (format.Type)
        {
            case SampleType.UInt8:
                Scale(stored, values, format.Scale);
                break;
            case SampleType.Int8:
                Scale(MemoryMarshal.Cast<byte, sbyte>(stored), values, format.Scale);
                break;
            case SampleType.Int64:
                Scale(MemoryMarshal.Cast<byte, long>(stored), values, format.Scale);
                break;
            default:
                Scale(MemoryMarshal.Cast<byte, float>(stored), values, format.Scale);
                break;
        }

        if (format.Mean.Count > 0 || format.Std.Count > 0)
            Normalise(format, values);
    }

    private static void Scale(ReadOnlySpan<byte> stored, Span<float> values, double scale)
    {
        bool isStandard = scale == 1 / 255.0;
        for (int i = 0; i < values.Length; i++)
            values[i] = isStandard ? stored[i] / 255f : (float)(stored[i] * scale);
    }

    private static void Scale<T>(ReadOnlySpan<T> stored, Span<float> values, double scale) where T : unmanaged, System.Numerics.INumber<T>
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(double.CreateTruncating(stored[i]) * scale);
    }

    private static void Normalise(SampleFormat format, Span<float> values)
    {
        int channels = Math.Max(1, Math.Max(format.Mean.Count, format.Std.Count)), size = values.Length / channels;
        for (int i = 0; i < values.Length; i++)
        {
            int channel = Math.Min(i / size, channels - 1);
            float mean = format.Mean.Count == 0 ? 0 : format.Mean[Math.Min(channel, format.Mean.Count - 1)];
            float std = format.Std.Count == 0 ? 1 : format.Std[Math.Min(channel, format.Std.Count - 1)];
            values[i] = (values[i] - mean) / std;
        }
    }
}
