namespace Fulcrum.Operators.Sptq;

/// <summary>
/// Rounds the weights of a layer one input after the other. With second moments H of the inputs the error of each is fed into the weights that follow, which keeps
/// the outputs' square error least (GPTQ, Frantar et al. 2023; H is damped by 1 % of its mean diagonal, inputs of large moment go first). With a price on code length
/// a weight goes where error / H^-1_kk plus the price is least, error in squares of a mean step.
/// </summary>
internal static class WeightRounder
{
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

        RoundingPart[] parts = [.. RoundingPart.Of(layout, statistics)];
        double meanStep = scales.Average(s => (double)s * s), meanPrecision = parts.Average(p => p.Precision());
        sbyte[] stored = new sbyte[values.Length];
        foreach (RoundingPart part in parts)
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
}
