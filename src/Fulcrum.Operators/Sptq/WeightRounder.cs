using System.Numerics.Tensors;

namespace Fulcrum.Operators.Sptq;

/// <summary>
/// Rounds the weights of a layer one input after the other. With second moments H of the inputs the error of each is fed into the weights that follow, which keeps
/// the outputs' square error least (GPTQ, Frantar et al. 2023; H is damped by 1 % of its mean diagonal, inputs of large moment go first). With a price on code length
/// a weight goes where error / H^-1_kk plus the price is least, error in squares of a mean step.
/// </summary>
internal static class WeightRounder
{
    private const double Damping = 0.01;

    /// <summary>The codes of a layer.</summary>
    /// <param name="site">The weight, with a layout.</param>
    /// <param name="statistics">Second moments; null rounds each weight for itself.</param>
    /// <param name="lambda">The price of a bit of code length; 0 for none.</param>
    public static WeightGrid Round(WeightSite site, LayerStatistics? statistics, double lambda)
    {
        (WeightLayout layout, int bits) = (site.Layout!, site.Precision.Bits);
        int? axis = site.Precision.PerChannel ? layout.Axis : null;
        float[] scales = WeightScales.Of(site.Weight, axis, bits);
        ReadOnlySpan<float> values = site.Weight.Values<float>();
        var codes = new CodeChooser(WeightGrid.Smallest(bits), WeightGrid.Largest(bits), lambda);
        for (int r = 0; lambda > 0 && r < layout.Rows; r++)
        {
            for (int k = 0; k < layout.Columns; k++)
                codes.Count(values[(r * layout.RowStride) + (k * layout.ColumnStride)] / scales[r % scales.Length]);
        }

        Part[] parts = [.. Parts(layout, statistics)];
        double meanStep = scales.Average(s => (double)s * s), meanPrecision = parts.Average(p => p.Precision());
        sbyte[] stored = new sbyte[values.Length];
        foreach (Part part in parts)
        {
            double[] weights = new double[part.Order.Length];
            for (int row = part.Group * layout.GroupRows; row < (part.Group + 1) * layout.GroupRows; row++)
            {
                double scale = scales[scales.Length == 1 ? 0 : row];
                for (int k = 0; k < weights.Length; k++)
                    weights[k] = values[part.Element(layout, row, k)];
                for (int k = 0; k < weights.Length; k++)
                {
                    double distortion = scale * scale / meanStep * part.Precision(k) / meanPrecision;
                    int code = codes.Choose(weights[k] / scale, distortion);
                    stored[part.Element(layout, row, k)] = (sbyte)code;
                    part.Spread(weights, k, weights[k] - (code * scale));
                }
            }
        }

        return WeightGrid.Of(site.Weight, axis, scales, stored);
    }

    private static IEnumerable<Part> Parts(WeightLayout layout, LayerStatistics? statistics)
    {
        for (int g = 0; g < layout.Groups; g++)
        {
            if (statistics is null)
                yield return new Part(g, [.. Enumerable.Range(0, layout.Columns)], null);
            for (int b = 0; b < statistics?.Moments.Count; b++)
            {
                (int first, int width) = statistics.Blocks[b];
                yield return Damped(g, first, width, statistics.Moments[b].AsSpan(g * width * width, width * width));
            }
        }
    }

    /// <summary>Inputs by falling moment, and the factor of the damped matrix's inverse in that order. Inputs that are always 0 count as independent.</summary>
    private static Part Damped(int group, int first, int width, ReadOnlySpan<double> moments)
    {
        double[] diagonal = new double[width];
        for (int k = 0; k < width; k++)
            diagonal[k] = moments[(k * width) + k];
        double mean = diagonal.Average();
        int[] order = [.. Enumerable.Range(0, width).OrderByDescending(k => diagonal[k])];
        double[] matrix = new double[width * width];
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < width; j++)
                matrix[(i * width) + j] = (moments[(order[i] * width) + order[j]] / Math.Max(mean, 1e-300)) + (i == j ? Damping : 0);
        }

        return new Part(group, [.. order.Select(k => first + k)], Cholesky.UpperOfInverse(matrix, width));
    }

    /// <summary>The inputs of one group and block in their order, with U for which U' U is the inverse of their moments; null when they are independent.</summary>
    private sealed record Part(int Group, int[] Order, double[]? Factor)
    {
        public int Element(WeightLayout layout, int row, int k) => (row * layout.RowStride) + (Order[k] * layout.ColumnStride);

        /// <summary>By how much an error at an input weighs once those before it are fixed.</summary>
        public double Precision(int k) => Factor is null ? 1 : 1 / (Factor[(k * Order.Length) + k] * Factor[(k * Order.Length) + k]);

        public double Precision() => Enumerable.Range(0, Order.Length).Average(Precision);

        /// <summary>Moves the inputs that follow so that they make up for an error.</summary>
        public void Spread(double[] weights, int k, double error)
        {
            if (Factor is null || error == 0)
                return;
            ReadOnlySpan<double> row = Factor.AsSpan(k * Order.Length, Order.Length);
            TensorPrimitives.MultiplyAdd(row[(k + 1)..], -error / row[k], weights.AsSpan(k + 1), weights.AsSpan(k + 1));
        }
    }
}
