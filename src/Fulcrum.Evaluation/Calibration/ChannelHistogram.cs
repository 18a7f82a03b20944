namespace Fulcrum.Evaluation.Calibration;

/// <summary>
/// Counts the values of one channel in bins of equal width on both sides of zero, zeros apart; when a value lies outside, neighbouring bins are joined until it fits. A side without
/// values takes no memory.
/// </summary>
internal sealed class ChannelHistogram
{
    /// <summary>Bins on each side of zero.</summary>
    public const int Bins = 1024;

    private double _limit;

    /// <summary>How many values above zero each bin holds, from zero outwards; null before any.</summary>
    public long[]? Above { get; private set; }

    /// <summary>How many values below zero each bin holds, from zero outwards; null before any.</summary>
    public long[]? Below { get; private set; }

    /// <summary>The smallest value seen; infinite before any.</summary>
    public float Minimum { get; private set; } = float.PositiveInfinity;

    /// <summary>The largest value seen; minus infinite before any.</summary>
    public float Maximum { get; private set; } = float.NegativeInfinity;

    /// <summary>The width of a bin; 0 while every value was 0.</summary>
    public double Width { get; private set; }

    /// <summary>Counts finite values.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        (float low, float high) = (Minimum, Maximum);
        foreach (float value in values)
            (low, high) = (value < low ? value : low, value > high ? value : high);
        (Minimum, Maximum) = (low, high);
        if (Math.Max(-low, high) > _limit)
            Widen(Math.Max(-(double)low, high));
        Above ??= high > 0 ? new long[Bins] : null;
        Below ??= low < 0 ? new long[Bins] : null;
        double scale = 1 / Width;
        unchecked
        {
            foreach (float value in values)
            {
                if (value > 0)
                    Above![Math.Min((int)(value * scale), Bins - 1)]++;
                else if (value < 0)
                    Below![Math.Min((int)(-value * scale), Bins - 1)]++;
            }
        }
    }

    private void Widen(double largest)
    {
        if (Width == 0)
            Width = largest / Bins;
        for (; largest > Width * Bins; Width *= 2)
        {
            Join(Above);
            Join(Below);
        }

        _limit = Width * Bins;
    }

    private static void Join(long[]? side)
    {
        if (side is null)
            return;
        for (int i = 0; i < Bins / 2; i++)
            side[i] = side[2 * i] + side[(2 * i) + 1];
        Array.Clear(side, Bins / 2, Bins / 2);
    }
}
