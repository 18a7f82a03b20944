using Fulcrum.Graphs;

namespace Fulcrum.Operators.Prune;

/// <summary>What BatchNormalization after a Conv multiplies its filters by: scale / sqrt(variance + epsilon).</summary>
internal static class NormFactors
{
    /// <summary>By weight, one factor for each filter.</summary>
    public static Dictionary<string, double[]> Of(Graph graph)
    {
        var index = new GraphIndex(graph);
        var factors = new Dictionary<string, double[]>();
        foreach (Node norm in graph.Nodes.Where(n => n.OpType == "BatchNormalization" && OpsetImport.Canonical(n.Domain).Length == 0 && n.Inputs.Count == 5))
        {
            if (index.Producer(norm.Inputs[0]) is int maker && graph.Nodes[maker] is { OpType: "Conv" } conv
                && index.Initializer(norm.Inputs[1]) is { Element: ElementType.Float } scale && index.Initializer(norm.Inputs[4]) is { Element: ElementType.Float } variance)
            {
                (float[] scales, float[] variances) = (scale.Values<float>().ToArray(), variance.Values<float>().ToArray());
                float epsilon = norm.Float("epsilon", 1e-5f);
                factors[conv.Inputs[1]] = [.. scales.Select((s, i) => s / Math.Sqrt(variances[i] + (double)epsilon))];
            }
        }

        return factors;
    }
}
