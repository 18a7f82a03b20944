namespace Fulcrum.Evaluation.Leakage;

/// <summary>How near an image is to another of the same size.</summary>
public static class ImageSimilarity
{
    private const int Window = 11;
    private const double Sigma = 1.5, K1 = 0.01, K2 = 0.03;
    private static readonly double[] Weights = Gaussian();

    /// <summary>Peak signal-to-noise ratio in decibels; infinite for equal images.</summary>
    /// <param name="image">Values.</param>
    /// <param name="other">As many.</param>
    /// <param name="range">The largest possible value less the smallest.</param>
    public static double PeakSignalToNoise(ReadOnlySpan<float> image, ReadOnlySpan<float> other, double range)
    {
        double error = 0;
        for (int i = 0; i < image.Length; i++)
            error += ((double)image[i] - other[i]) * ((double)image[i] - other[i]);
        return 10 * Math.Log10(range * range * image.Length / error);
    }

    /// <summary>
    /// Structural similarity, -1 to 1 (Wang et al. 2004): means and covariances under a Gaussian window of 11 x 11 (sigma 1.5), averaged over every place where the
    /// window fits.
    /// </summary>
    /// <param name="image">One plane, row-major; at least 11 x 11.</param>
    /// <param name="other">Another.</param>
    /// <param name="width">Columns.</param>
    /// <param name="range">The largest possible value less the smallest.</param>
    public static double StructuralSimilarity(ReadOnlySpan<float> image, ReadOnlySpan<float> other, int width, double range)
    {
        int height = image.Length / width;
        if (width < Window || height < Window)
            throw new ArgumentException($"Images of {height} x {width} are smaller than the window.");
        (double c1, double c2) = (K1 * range * K1 * range, K2 * range * K2 * range);
        double[] products = new double[image.Length];
        double[] Filtered(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        {
            for (int i = 0; i < products.Length; i++)
                products[i] = b.IsEmpty ? a[i] : (double)a[i] * b[i];
            return Blurred(products, height, width);
        }

        double[] meanA = Filtered(image, []), meanB = Filtered(other, []), squareA = Filtered(image, image), squareB = Filtered(other, other), both = Filtered(image, other);
        double sum = 0;
        for (int i = 0; i < meanA.Length; i++)
        {
            double ab = meanA[i] * meanB[i], aa = meanA[i] * meanA[i], bb = meanB[i] * meanB[i];
            sum += ((2 * ab) + c1) * ((2 * (both[i] - ab)) + c2) / ((aa + bb + c1) * (squareA[i] - aa + squareB[i] - bb + c2));
        }

        return sum / meanA.Length;
    }

    /// <summary>Where the window fits: along rows, then along columns.</summary>
    private static double[] Blurred(double[] values, int height, int width)
    {
        (int rows, int columns) = (height - Window + 1, width - Window + 1);
        double[] along = new double[height * columns], blurred = new double[rows * columns];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < columns; x++)
            {
                for (int k = 0; k < Window; k++)
                    along[(y * columns) + x] += Weights[k] * values[(y * width) + x + k];
            }
        }

        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
            {
                for (int k = 0; k < Window; k++)
                    blurred[(y * columns) + x] += Weights[k] * along[((y + k) * columns) + x];
            }
        }

        return blurred;
    }

    private static double[] Gaussian()
    {
        double[] weights = [.. Enumerable.Range(0, Window).Select(k => Math.Exp(-Math.Pow(k - (Window / 2), 2) / (2 * Sigma * Sigma)))];
        double sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }
}
