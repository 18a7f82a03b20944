using System.Numerics.Tensors;

namespace Fulcrum.Operators.Sptq;

/// <summary>The inputs of one group and block of a layer in the order in which their weights are rounded.</summary>
/// <param name="Group">The group.</param>
/// <param name="Order">Columns of the layout, those of large moment first.</param>
/// <param name="Factor">U, row-major, for which U' U is the inverse of the inputs' second moments over their mean, damped; null when they count as independent.</param>
/// <param name="Scale">The mean second moment that was divided by.</param>
internal sealed record RoundingPart(int Group, int[] Order, double[]? Factor, double Scale)
{
    private const double Damping = 0.01;

    /// <summary>The parts of a layer: one per group and block of moments, or per group without statistics.</summary>
    public static IEnumerable<RoundingPart> Of(WeightLayout layout, LayerStatistics? statistics)
    {
        for (int g = 0; g < layout.Groups; g++)
        {
            if (statistics is null)
                yield return new RoundingPart(g, [.. Enumerable.Range(0, layout.Columns)], null, 1);
            for (int b = 0; b < statistics?.Moments.Count; b++)
            {
                (int first, int width) = statistics.Blocks[b];
                yield return Damped(g, first, width, statistics.Moments[b].AsSpan(g * width * width, width * width));
            }
        }
    }

    /// <summary>The element of the weight at a row and a place in the order.</summary>
    public int Element(WeightLayout layout, int row, int k) => (row * layout.RowStride) + (Order[k] * layout.ColumnStride);

    /// <summary>By how much an error at an input weighs once those before it are fixed.</summary>
    public double Precision(int k) => Factor is null ? 1 : 1 / (Factor[(k * Order.Length) + k] * Factor[(k * Order.Length) + k]);

    /// <summary>The mean of that over the inputs.</summary>
    public double Precision() => Enumerable.Range(0, Order.Length).Average(Precision);

    /// <summary>Moves the inputs that follow so that they make up for an error.</summary>
    public void Spread(double[] weights, int k, double error)
    {
        if (Factor is null || error == 0)
            return;
        ReadOnlySpan<double> row = Factor.AsSpan(k * Order.Length, Order.Length);
        TensorPrimitives.MultiplyAdd(row[(k + 1)..], -error / row[k], weights.AsSpan(k + 1), weights.AsSpan(k + 1));
    }

    /// <summary>Inputs by falling moment, and the factor of the damped matrix's inverse in that order. Inputs that are always 0 count as independent.</summary>
    private static RoundingPart Damped(int group, int first, int width, ReadOnlySpan<double> moments)
    {
        double[] diagonal = new double[width];
        for (int k = 0; k < width; k++)
            diagonal[k] = moments[(k * width) + k];
        double mean = Math.Max(diagonal.Average(), 1e-300);
        int[] order = [.. Enumerable.Range(0, width).OrderByDescending(k => diagonal[k])];
        double[] matrix = new double[width * width];
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < width; j++)
                matrix[(i * width) + j] = (moments[(order[i] * width) + order[j]] / mean) + (i == j ? Damping : 0);
        }

        return new RoundingPart(group, [.. order.Select(k => first + k)], Cholesky.UpperOfInverse(matrix, width), mean);
    }
}
