namespace Fulcrum.Evaluation.Calibration;

/// <summary>Ranges from histograms. A range always holds 0, so that zero padding is exact.</summary>
public static class RangeChooser
{
    private const double Outside = 1e-4;
    private const int Steps = 64;
    private const double Least = 1e-4;
    private const int ZeroBin = StreamingHistogram.Bins / 2;

    /// <summary>The range for quantization to a width.</summary>
    /// <param name="histogram">What was seen; at least one value.</param>
    /// <param name="method">How to choose.</param>
    /// <param name="bits">Width, 2 to 16.</param>
    public static ValueRange Choose(StreamingHistogram histogram, RangeMethod method, int bits)
    {
        var whole = new ValueRange(Math.Min(0, histogram.Minimum), Math.Max(0, histogram.Maximum));
        if (histogram.Width == 0 || method == RangeMethod.MinMax)
            return whole;
        return method switch
        {
            RangeMethod.Percentile => Percentile(histogram, whole),
            RangeMethod.MeanSquare => Best(whole, range => SquareError(histogram, range, bits)),
            _ => Best(whole, range => Divergence(histogram, range, bits)),
        };
    }

    private static ValueRange Percentile(StreamingHistogram histogram, ValueRange whole)
    {
        long cut = (long)(histogram.Count * Outside / 2), below = 0, above = 0;
        (int low, int high) = (0, StreamingHistogram.Bins - 1);
        while (low < high && (below += histogram.Counts[low]) <= cut)
            low++;
        while (high > low && (above += histogram.Counts[high]) <= cut)
            high--;
        return new ValueRange(
            Math.Max(whole.Low, Math.Min(0, (float)(histogram.Centre(low) - (histogram.Width / 2)))),
            Math.Min(whole.High, Math.Max(0, (float)(histogram.Centre(high) + (histogram.Width / 2)))));
    }

    /// <summary>The whole range shrunk step by step: the longer side first, then the other.</summary>
    private static ValueRange Best(ValueRange whole, Func<ValueRange, double> loss)
    {
        bool highFirst = whole.High >= -whole.Low;
        ValueRange first = Best(whole, highFirst, loss);
        return Best(first, !highFirst, loss);
    }

    private static ValueRange Best(ValueRange whole, bool high, Func<ValueRange, double> loss)
    {
        (ValueRange best, double least) = (whole, loss(whole));
        for (int step = 1; step < Steps; step++)
        {
            float keep = 1 - ((float)step / Steps);
            ValueRange range = high ? whole with { High = whole.High * keep } : whole with { Low = whole.Low * keep };
            double here = loss(range);
            if (here < least)
                (best, least) = (range, here);
        }

        return best;
    }

    private static double SquareError(StreamingHistogram histogram, ValueRange range, int bits)
    {
        double step = (range.High - range.Low) / (Math.Pow(2, bits) - 1), error = 0;
        for (int bin = 0; bin < StreamingHistogram.Bins; bin++)
        {
            if (histogram.Counts[bin] == 0)
                continue;
            double value = histogram.Centre(bin), inside = Math.Clamp(value, range.Low, range.High);
            double quantized = range.Low + (Math.Round((inside - range.Low) / step) * step);
            error += histogram.Counts[bin] * (value - quantized) * (value - quantized);
        }

        return error + (histogram.Count * step * step / 12 * 1e-9);
    }

    /// <summary>
    /// Relative entropy of the seen distribution, what lies outside moved to the ends, from the copy on the grid of what lies inside (as TensorRT's calibrator has it):
    /// the ends weigh against a range that leaves much outside. Zeros, of which a Relu makes many, lie on every grid and do not count.
    /// </summary>
    private static double Divergence(StreamingHistogram histogram, ValueRange range, int bits)
    {
        int levels = 1 << Math.Min(bits, 11);
        double step = (range.High - range.Low) / levels;
        double[] seen = new double[StreamingHistogram.Bins], kept = new double[StreamingHistogram.Bins], mass = new double[levels];
        int[] used = new int[levels];
        for (int bin = 0; bin < StreamingHistogram.Bins; bin++)
        {
            long count = histogram.Counts[bin];
            if (count == 0 || bin == ZeroBin)
                continue;
            double value = histogram.Centre(bin), inside = Math.Clamp(value, range.Low, range.High);
            int target = Math.Clamp((int)Math.Floor(inside / histogram.Width) + (StreamingHistogram.Bins / 2), 0, StreamingHistogram.Bins - 1);
            seen[target] += count;
            kept[target] += inside == value ? count : 0;
        }

        for (int bin = 0; bin < StreamingHistogram.Bins; bin++)
        {
            if (seen[bin] > 0)
            {
                int level = Level(histogram.Centre(bin));
                mass[level] += kept[bin];
                used[level]++;
            }
        }

        double divergence = 0;
        for (int bin = 0; bin < StreamingHistogram.Bins; bin++)
        {
            if (seen[bin] > 0)
            {
                int level = Level(histogram.Centre(bin));
                divergence += seen[bin] / histogram.Count * Math.Log(seen[bin] / Math.Max(mass[level] / used[level], Least));
            }
        }

        return divergence;

        int Level(double value) => Math.Clamp((int)((value - range.Low) / step), 0, levels - 1);
    }
}
