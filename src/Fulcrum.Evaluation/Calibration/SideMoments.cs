namespace Fulcrum.Evaluation.Calibration;

/// <summary>
/// Sums of powers of the values on one side of zero up to any magnitude, each bin taken as evenly filled: the square error of a grid follows from them cell by cell, with no loop over values.
/// </summary>
internal sealed class SideMoments
{
    private readonly double _width;
    private readonly double[] _density = new double[ChannelHistogram.Bins], _counts = new double[ChannelHistogram.Bins + 1], _sums = new double[ChannelHistogram.Bins + 1], _squares = new double[ChannelHistogram.Bins + 1];

    /// <summary>Sums up a side of a histogram.</summary>
    /// <param name="bins">Its counts from zero outwards; null is none.</param>
    /// <param name="width">The width of a bin; positive.</param>
    public SideMoments(long[]? bins, double width)
    {
        _width = width;
        if (bins is null)
            return;
        for (int i = 0; i < bins.Length; i++)
        {
            _density[i] = bins[i] / width;
            (_counts[i + 1], _sums[i + 1], _squares[i + 1]) = Up(i, (i + 1) * width);
        }
    }

    /// <summary>The square error of the values between two magnitudes, were all of them set to a third.</summary>
    /// <param name="from">At least 0.</param>
    /// <param name="to">At least <paramref name="from"/>; infinite for all that follow.</param>
    /// <param name="at">What they become.</param>
    public double SquareError(double from, double to, double at)
    {
        (double Count, double Sum, double Square) low = Up(from), high = Up(to);
        return Math.Max(0, high.Square - low.Square - (2 * at * (high.Sum - low.Sum)) + (at * at * (high.Count - low.Count)));
    }

    private (double Count, double Sum, double Square) Up(double magnitude)
    {
        double bin = magnitude / _width;
        return bin >= ChannelHistogram.Bins ? (_counts[^1], _sums[^1], _squares[^1]) : Up((int)bin, magnitude);
    }

    private (double Count, double Sum, double Square) Up(int bin, double magnitude)
    {
        double from = bin * _width, square = magnitude * magnitude;
        return (
            _counts[bin] + (_density[bin] * (magnitude - from)),
            _sums[bin] + (_density[bin] * (square - (from * from)) / 2),
            _squares[bin] + (_density[bin] * ((square * magnitude) - (from * from * from)) / 3));
    }
}
