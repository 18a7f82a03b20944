using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>Random numbers for a case: representable in float, so that both precisions see the same.</summary>
internal sealed class GradientInputs
{
    private readonly GradientCase _case;
    private readonly Random _random;

    public GradientInputs(GradientCase gradientCase, int seed)
    {
        (_case, _random) = (gradientCase, new Random(seed));
        Values = [.. gradientCase.Shapes.Select((shape, i) => i == 0 && gradientCase.First is { } first ? first : Random(shape.Aggregate(1L, (n, d) => n * d)))];
    }

    /// <summary>The elements of each differentiable input.</summary>
    public double[][] Values { get; }

    /// <summary>Numbers between -1 and 1; or scaled and kept from where the case has kinks, when not plain.</summary>
    public double[] Random(long count, bool plain = false)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            do
            {
                values[i] = Number(plain);
            }
            while (!plain && _case.Kinks.Any(kink => Math.Abs(values[i] - kink) < 0.05));
        }

        return values;
    }

    private double Number(bool plain)
    {
        float value = (float)((_random.NextDouble() * 2) - 1);
        float sign = _case.Positive && !plain ? 1 : Math.Sign(value);
        return plain ? value : (float)(sign * ((Math.Abs(value) * _case.Scale) + _case.Gap));
    }

    /// <summary>A tensor of one of the two precisions.</summary>
    public static Tensor Tensor(string name, IReadOnlyList<long> shape, double[] values, bool asDouble) => asDouble
        ? Graphs.Tensor.From<double>(name, shape, values)
        : Graphs.Tensor.From<float>(name, shape, [.. values.Select(v => (float)v)]);

    /// <summary>A constant of floats in the precision asked for; others as they are.</summary>
    public static Tensor As(Tensor tensor, bool asDouble) => tensor.Element == ElementType.Float ? Tensor("", tensor.Shape, Numbers(tensor), asDouble) : tensor;

    /// <summary>The elements as doubles.</summary>
    public static double[] Numbers(Tensor tensor) => tensor.Element switch
    {
        ElementType.Double => tensor.Values<double>().ToArray(),
        ElementType.Float => [.. tensor.Values<float>().ToArray().Select(v => (double)v)],
        _ => [.. tensor.Values<Half>().ToArray().Select(v => (double)v)],
    };
}
