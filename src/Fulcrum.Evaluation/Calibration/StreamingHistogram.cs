using System.Numerics.Tensors;

namespace Fulcrum.Evaluation.Calibration;

/// <summary>
/// Counts values in bins of equal width around zero, in one pass and constant memory: when a value lies outside, neighbouring bins are joined until it fits.
/// Every value seen is counted.
/// </summary>
public sealed class StreamingHistogram
{
    /// <summary>Bins: 2,048 on each side of zero.</summary>
    public const int Bins = 4096;

    private const int Piece = 1024;

    private readonly long[] _counts = new long[Bins];
    private double _width;

    /// <summary>The smallest value seen; infinite before any.</summary>
    public float Minimum { get; private set; } = float.PositiveInfinity;

    /// <summary>The largest value seen; minus infinite before any.</summary>
    public float Maximum { get; private set; } = float.NegativeInfinity;

    /// <summary>How many values were seen.</summary>
    public long Count { get; private set; }

    /// <summary>The width of a bin; 0 while every value was 0.</summary>
    public double Width => _width;

    /// <summary>How many values each bin holds; bin i is about (i - Bins / 2) * Width to one more.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>The middle of a bin.</summary>
    public double Centre(int bin) => (bin - (Bins / 2) + 0.5) * _width;

    /// <summary>Counts values; NaN is refused.</summary>
    /// <exception cref="ArgumentException">A value is infinite or no number.</exception>
    public void Add(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty)
            return;
        (float low, float high) = (TensorPrimitives.Min(values), TensorPrimitives.Max(values));
        if (!float.IsFinite(low) || !float.IsFinite(high))
            throw new ArgumentException("A value is infinite or no number.");
        (Minimum, Maximum) = (Math.Min(Minimum, low), Math.Max(Maximum, high));
        Count += values.Length;
        Widen(Math.Max(-(double)low, high));
        if (_width == 0)
        {
            _counts[Bins / 2] += values.Length;
            return;
        }

        Tally(values, (float)(1 / _width));
    }

    /// <summary>
    /// Bins are worked out piece by piece, and counted in four tables by turns: half of what a Relu gives is 0, and adding to one counter over and over waits for
    /// memory each time.
    /// </summary>
    private void Tally(ReadOnlySpan<float> values, float scale)
    {
        Span<int> first = stackalloc int[Bins], second = stackalloc int[Bins], third = stackalloc int[Bins], fourth = stackalloc int[Bins], bins = stackalloc int[Piece];
        Span<float> scaled = stackalloc float[Piece];
        for (; values.Length > 0; values = values[Math.Min(Piece, values.Length)..])
        {
            ReadOnlySpan<float> piece = values[..Math.Min(Piece, values.Length)];
            TensorPrimitives.Multiply(piece, scale, scaled);
            TensorPrimitives.Add(scaled[..piece.Length], Bins / 2f, scaled);
            TensorPrimitives.ConvertToIntegerNative<float, int>(scaled[..piece.Length], bins);
            TensorPrimitives.Clamp<int>(bins[..piece.Length], 0, Bins - 1, bins);
            unchecked
            {
                int i = 0;
                for (; i + 4 <= piece.Length; i += 4)
                {
                    first[bins[i]]++;
                    second[bins[i + 1]]++;
                    third[bins[i + 2]]++;
                    fourth[bins[i + 3]]++;
                }

                for (; i < piece.Length; i++)
                    first[bins[i]]++;
            }
        }

        for (int bin = 0; bin < Bins; bin++)
            _counts[bin] += (long)first[bin] + second[bin] + third[bin] + fourth[bin];
    }

    private void Widen(double largest)
    {
        if (largest <= _width * (Bins / 2))
            return;
        if (_width == 0)
        {
            _width = largest / (Bins / 2) * (1 + 1e-6);
            return;
        }

        while (largest > _width * (Bins / 2))
        {
            Join();
            _width *= 2;
        }
    }

    /// <summary>Two bins become one, towards zero on both sides.</summary>
    private void Join()
    {
        const int half = Bins / 2;
        for (int i = 0; i < half / 2; i++)
            _counts[half + i] = _counts[half + (2 * i)] + _counts[half + (2 * i) + 1];
        Array.Clear(_counts, half + (half / 2), half / 2);
        for (int i = 1; i <= half / 2; i++)
            _counts[half - i] = _counts[half - (2 * i)] + _counts[half - (2 * i) + 1];
        Array.Clear(_counts, 0, half / 2);
    }
}
