using Fulcrum.Graphs;
using Fulcrum.Ops;

namespace Fulcrum.Operators.Prune;

/// <summary>
/// How much groups matter by the size of their weights: over the weights W that a group g touches along an axis, the sum of
/// |W_g|² / |W|², so that layers of different scale compare. BatchNormalization after a Conv counts as folded into its filters.
/// </summary>
internal static class MagnitudeScores
{
    /// <summary>One score per group; not negative.</summary>
    public static double[] Of(Model model, IReadOnlyList<CouplingGroup> groups)
    {
        Dictionary<string, Tensor> weights = model.Graph.Initializers.Where(t => t is { Element: ElementType.Float, Shape.Count: > 1 }).ToDictionary(t => t.Name);
        Dictionary<string, double[]> factors = NormFactors.Of(model.Graph);
        var energies = new Dictionary<ValueAxis, double[]>();
        return [.. groups.Select(g => g.Members.Where(m => weights.ContainsKey(m.Axis.Value)).Sum(m =>
        {
            if (!energies.TryGetValue(m.Axis, out double[]? shares))
                energies[m.Axis] = shares = Shares(weights[m.Axis.Value], m.Axis.Axis, factors.GetValueOrDefault(m.Axis.Value));
            return m.Indices.Sum(i => shares[i]);
        }))];
    }

    /// <summary>The sum of squares at each index of an axis, as a share of all.</summary>
    private static double[] Shares(Tensor weight, int axis, double[]? filterFactors)
    {
        ReadOnlySpan<float> values = weight.Values<float>();
        double[] sums = new double[weight.Shape[axis]];
        long stride = weight.Shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size), filter = values.Length / weight.Shape[0];
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i] * (filterFactors?[i / filter] ?? 1);
            sums[i / stride % sums.Length] += value * value;
        }

        double total = Math.Max(sums.Sum(), double.Epsilon);
        return [.. sums.Select(s => s / total)];
    }
}
