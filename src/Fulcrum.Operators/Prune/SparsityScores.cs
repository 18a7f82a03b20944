using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Training;

namespace Fulcrum.Operators.Prune;

/// <summary>How much single weights matter.</summary>
internal static class SparsityScores
{
    private const int Batches = 64;
    private const int BatchSize = 32;

    /// <summary>For each tensor a score per element; not negative, 0 for zeros.</summary>
    public static IReadOnlyDictionary<string, double[]> Of(Model model, IReadOnlyList<string> weights, SparsityScore score, OperatorContext context)
    {
        HashSet<string> wanted = [.. weights];
        Tensor[] tensors = [.. model.Graph.Initializers.Where(t => wanted.Contains(t.Name))];
        if (score == SparsityScore.Magnitude)
            return tensors.ToDictionary(t => t.Name, Magnitude);
        IReadOnlyDictionary<string, WeightGradients> seen = new GradientObserver(context.Runner).Run(
            model, context.Needed("prune").Train, weights, Batches, BatchSize, context.Seed, context.Progress, context.Cancellation);
        return tensors.ToDictionary(t => t.Name, t => Products(t.Values<float>(), seen[t.Name].Average));
    }

    /// <summary>w² over the sum of squares of all weights of the tensor that are not smaller.</summary>
    private static double[] Magnitude(Tensor tensor)
    {
        float[] values = tensor.Values<float>().ToArray();
        int[] order = [.. Enumerable.Range(0, values.Length).OrderByDescending(i => Math.Abs(values[i]))];
        double[] scores = new double[values.Length];
        double larger = 0;
        foreach (int i in order)
        {
            double square = (double)values[i] * values[i];
            larger += square;
            scores[i] = larger == 0 ? 0 : square / larger;
        }

        return scores;
    }

    private static double[] Products(ReadOnlySpan<float> values, float[] gradients)
    {
        double[] scores = new double[values.Length];
        for (int i = 0; i < scores.Length; i++)
            scores[i] = Math.Abs((double)values[i] * gradients[i]);
        return scores;
    }
}
