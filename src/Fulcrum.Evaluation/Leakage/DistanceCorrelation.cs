using System.Numerics.Tensors;

namespace Fulcrum.Evaluation.Leakage;

/// <summary>
/// How much one vector says of another, linearly or not: distance correlation, bias-corrected (Székely and Rizzo 2013), so that independent vectors come out at 0
/// however long they are. Without the correction long vectors of few samples all look dependent.
/// </summary>
public static class DistanceCorrelation
{
    /// <summary>The fewest samples that the correction is defined for.</summary>
    public const int FewestSamples = 4;

    /// <summary>dCor², at most 1; about 0, and a little below by chance, for independent vectors; 0 when one of them never changes.</summary>
    /// <param name="x">The first vectors, sample after sample.</param>
    /// <param name="y">The second vectors, of the same samples.</param>
    /// <param name="samples">How many, 4 or more.</param>
    /// <exception cref="ArgumentException">Too few samples, or the values are no multiple of them.</exception>
    public static double Of(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int samples)
    {
        if (samples < FewestSamples || x.Length % samples != 0 || y.Length % samples != 0)
            throw new ArgumentException($"{samples} samples of {x.Length} and {y.Length} values.");
        return Of(Distances(x, samples), Distances(y, samples), samples);
    }

    /// <summary>The same from centred distances, which need to be worked out once only for a vector that is compared with many.</summary>
    public static double Of(double[] x, double[] y, int samples)
    {
        double both = TensorPrimitives.Dot<double>(x, y), alone = Math.Sqrt(TensorPrimitives.SumOfSquares<double>(x) * TensorPrimitives.SumOfSquares<double>(y));
        return alone > 0 ? both / alone : 0;
    }

    /// <summary>Euclidean distances between all samples [samples, samples], U-centred: off the diagonal rows and columns sum to 0.</summary>
    public static double[] Distances(ReadOnlySpan<float> values, int samples)
    {
        int length = values.Length / samples;
        double[] distances = new double[samples * samples], sums = new double[samples];
        for (int i = 0; i < samples; i++)
        {
            for (int j = i + 1; j < samples; j++)
            {
                double distance = TensorPrimitives.Distance(values.Slice(i * length, length), values.Slice(j * length, length));
                distances[(i * samples) + j] = distances[(j * samples) + i] = distance;
                sums[i] += distance;
                sums[j] += distance;
            }
        }

        double all = sums.Sum() / ((samples - 1.0) * (samples - 2));
        for (int i = 0; i < samples; i++)
        {
            for (int j = 0; j < samples; j++)
                distances[(i * samples) + j] = i == j ? 0 : distances[(i * samples) + j] - ((sums[i] + sums[j]) / (samples - 2)) + all;
        }

        return distances;
    }
}
