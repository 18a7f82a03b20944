using Fulcrum.Operators.Sptq;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Operators.Pack;

/// <summary>
/// Rounds a layer at a price of a bit. Steps follow the curvature: a step's square times s_r times the input's precision is the same everywhere (reverse water-filling), by steps of the rows and
/// of the columns. Each weight goes where its error, fed into the weights that follow, plus the price of its code's length is least. Lengths are of a two-sided geometric law whose mean
/// magnitude is that of the weight's row and column: then the best code is the nearest one to the value drawn towards zero by a fixed amount.
/// </summary>
/// <param name="layer">The layer.</param>
/// <param name="options">How.</param>
internal sealed class LayerRounder(LayerCurvature layer, PackOptions options)
{
    private const int RowUnit = 2, ColumnUnit = 8, Passes = 2;
    private readonly double[] _precision = Precisions(layer);

    /// <summary>The codes at a price.</summary>
    /// <param name="price">In mean square change of the outputs, per bit.</param>
    public RoundedLayer Round(double price)
    {
        WeightLayout layout = layer.Layout;
        int[] columns = ColumnCodes(), rows = RowCodes(price);
        int[] symbols = new int[layer.Site.Weight.ElementCount];
        var lengths = new CodeLengths(layout.Rows, layout.Columns);
        Guess(rows, columns, lengths);
        double noise = 0;
        for (int pass = 0; pass < Passes; pass++)
        {
            lengths.Settle();
            noise = Round(rows, columns, price, lengths, symbols);
        }

        bool rowsFirst = layout.Axis == 0;
        int[] outer = rowsFirst ? rows : columns, inner = rowsFirst ? columns : rows;
        return new RoundedLayer(layer, new PackedTensor(layer.Site.Weight.Name, layer.Site.Weight.Shape, outer, inner, symbols), noise, price * options.Coarseness);
    }

    /// <summary>Bytes that a layer takes about, when a step's square is this times the price over its curvature: bits of a Gaussian of each column's power.</summary>
    public static double Estimate(LayerCurvature layer, double square)
    {
        WeightLayout layout = layer.Layout;
        ReadOnlySpan<float> values = layer.Site.Weight.Values<float>();
        double bits = 0;
        for (int r = 0; r < layout.Rows; r++)
        {
            double power = 0, trace = layer.Trace(r / layout.GroupRows) / layout.Columns;
            for (int k = 0; k < layout.Columns; k++)
                power += Math.Pow(values[(r * layout.RowStride) + (k * layout.ColumnStride)], 2) / layout.Columns;
            bits += layout.Columns * (0.3 + (0.5 * Math.Log2(1 + (12 * power * layer.RowWeights[r] * trace / square))));
        }

        return bits / 8;
    }

    private double Round(int[] rows, int[] columns, double price, CodeLengths lengths, int[] symbols)
    {
        (WeightLayout layout, double noise) = (layer.Layout, 0);
        ReadOnlySpan<float> values = layer.Site.Weight.Values<float>();
        for (int p = 0; p < layer.Parts.Length; p++)
        {
            RoundingPart part = layer.Parts[p];
            double[] weights = new double[part.Order.Length], precision = [.. Enumerable.Range(0, weights.Length).Select(k => part.Precision(k) * layer.Moment[p])];
            for (int row = part.Group * layout.GroupRows; row < (part.Group + 1) * layout.GroupRows; row++)
            {
                for (int k = 0; k < weights.Length; k++)
                    weights[k] = values[part.Element(layout, row, k)];
                for (int k = 0; k < weights.Length; k++)
                {
                    int column = part.Order[k];
                    double step = StepGrid.Step(rows[row] + columns[column]), weight = layer.RowWeights[row] * precision[k];
                    double value = weights[k] / step, drawn = price * lengths.PerUnit(row, column) / (2 * weight * step * step);
                    int symbol = (int)Math.Clamp(Math.Round(Math.Max(0, Math.Abs(value) - drawn)), 0, 1 << 29) * Math.Sign(value);
                    double error = weights[k] - (symbol * step);
                    symbols[part.Element(layout, row, k)] = symbol;
                    lengths.Count(row, column, Math.Abs(symbol));
                    noise += weight * error * error;
                    part.Spread(weights, k, error);
                }
            }
        }

        return noise;
    }

    private void Guess(int[] rows, int[] columns, CodeLengths lengths)
    {
        WeightLayout layout = layer.Layout;
        ReadOnlySpan<float> values = layer.Site.Weight.Values<float>();
        for (int r = 0; r < layout.Rows; r++)
        {
            for (int k = 0; k < layout.Columns; k++)
                lengths.Count(r, k, Math.Min(1e6, Math.Round(Math.Abs(values[(r * layout.RowStride) + (k * layout.ColumnStride)]) / StepGrid.Step(rows[r] + columns[k]))));
        }
    }

    private int[] ColumnCodes()
    {
        if (!options.ColumnSteps)
            return new int[layer.Layout.Columns];
        return [.. _precision.Select(p => ColumnUnit * (int)Math.Round(StepGrid.PerOctave * -0.5 * Math.Log2(p) / ColumnUnit))];
    }

    private int[] RowCodes(double price)
    {
        double[] groups = [.. Enumerable.Range(0, layer.Layout.Groups).Select(GroupPrecision)];
        return [.. layer.RowWeights.Select((s, r) => RowUnit * (int)Math.Round((double)StepGrid.Code(Math.Sqrt(price * options.Coarseness / (s * groups[r / layer.Layout.GroupRows]))) / RowUnit))];
    }

    /// <summary>The mean precision of a group's inputs: of those that steps do not follow the arithmetic one counts.</summary>
    private double GroupPrecision(int group)
    {
        double sum = 0;
        for (int p = 0; p < layer.Parts.Length; p++)
        {
            RoundingPart part = layer.Parts[p];
            for (int k = 0; part.Group == group && k < part.Order.Length; k++)
            {
                double precision = part.Precision(k) * layer.Moment[p];
                sum += options.ColumnSteps ? Math.Log(precision) : precision;
            }
        }

        return options.ColumnSteps ? Math.Exp(sum / layer.Layout.Columns) : sum / layer.Layout.Columns;
    }

    /// <summary>Precision by column over the layer's geometric mean; of several groups the geometric mean.</summary>
    private static double[] Precisions(LayerCurvature layer)
    {
        double[] logs = new double[layer.Layout.Columns];
        foreach (RoundingPart part in layer.Parts)
        {
            for (int k = 0; k < part.Order.Length; k++)
                logs[part.Order[k]] += Math.Log(part.Precision(k) * layer.Moment[Array.IndexOf(layer.Parts, part)]) / layer.Layout.Groups;
        }

        double mean = logs.Average();
        return [.. logs.Select(l => Math.Exp(l - mean))];
    }
}

/// <summary>A layer on its grid.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Packed">Its codes.</param>
/// <param name="Noise">The mean square change of the outputs that its curvature predicts.</param>
/// <param name="StepPrice">The square of a step times what it weighs.</param>
internal sealed record RoundedLayer(LayerCurvature Layer, PackedTensor Packed, double Noise, double StepPrice)
{
    /// <summary>The mean error of each output channel.</summary>
    public double[] MeanErrors()
    {
        WeightLayout layout = Layer.Layout;
        ReadOnlySpan<float> values = Layer.Site.Weight.Values<float>();
        float[] packed = Packed.Dequantize();
        double[] errors = new double[layout.Rows];
        for (int r = 0; r < errors.Length; r++)
        {
            for (int k = 0; k < layout.Columns; k++)
            {
                int at = (r * layout.RowStride) + (k * layout.ColumnStride);
                errors[r] += (packed[at] - values[at]) * Layer.Means[r / layout.GroupRows][k];
            }
        }

        return errors;
    }
}
