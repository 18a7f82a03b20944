namespace Fulcrum.Evaluation.Calibration;

/// <summary>
/// The uniform grid with an exact zero that has the least square error on what a histogram saw. For a step s, the cells around multiples of s do not depend on where the grid ends: their errors
/// are summed once, and every zero point is tried with them. Steps are tried over eleven octaves, then around the best.
/// </summary>
internal static class ClippingSearch
{
    private const int Octaves = 11, PerOctave = 8, Finer = 8;

    /// <summary>The range of that grid: its smallest and its largest value.</summary>
    /// <param name="histogram">What was seen.</param>
    /// <param name="bits">2 to 8.</param>
    public static ValueRange Best(ChannelHistogram histogram, int bits)
    {
        double low = Math.Min(0.0, histogram.Minimum), high = Math.Max(0.0, histogram.Maximum);
        if (histogram.Width == 0 || histogram.Minimum == histogram.Maximum)
            return new ValueRange((float)low, (float)high);
        int codes = (1 << bits) - 1;
        SideMoments above = new(histogram.Above, histogram.Width), below = new(histogram.Below, histogram.Width);
        bool isTwoSided = low < 0 && high > 0;
        double widest = (high - low) / (isTwoSided ? codes - 1 : codes);
        (double Step, int Zero, double Error) best = (widest, 0, double.MaxValue);
        for (int i = 0; i <= Octaves * PerOctave; i++)
            Try(widest * Math.Pow(2, -i / (double)PerOctave));
        double centre = best.Step;
        for (int i = 1 - Finer; i < Finer; i++)
            Try(centre * Math.Pow(2, i / (double)(PerOctave * Finer)));
        return new ValueRange((float)Math.Max(-best.Zero * best.Step, float.MinValue), (float)Math.Min((codes - best.Zero) * best.Step, float.MaxValue));

        void Try(double step)
        {
            (int first, int last) = isTwoSided ? (0, codes) : high > 0 ? (0, 0) : (codes, codes);
            (double Inner, double Tail)[] ups = Cells(above, codes - first, step), downs = Cells(below, last, step);
            for (int zero = first; zero <= last; zero++)
            {
                double error = ups[codes - zero].Inner + ups[codes - zero].Tail + downs[zero].Inner + downs[zero].Tail;
                if (error < best.Error)
                    best = (step, zero, error);
            }
        }
    }

    /// <summary>By how many steps a side has: the error of the cells before the last one, and of the last one with all that lies beyond.</summary>
    private static (double Inner, double Tail)[] Cells(SideMoments side, int steps, double step)
    {
        var cells = new (double Inner, double Tail)[steps + 1];
        cells[0] = (0, side.SquareError(0, double.PositiveInfinity, 0));
        double inner = 0;
        for (int q = 1; q <= steps; q++)
        {
            inner += side.SquareError(q == 1 ? 0 : (q - 1.5) * step, (q - 0.5) * step, (q - 1) * step);
            cells[q] = (inner, side.SquareError((q - 0.5) * step, double.PositiveInfinity, q * step));
        }

        return cells;
    }
}
