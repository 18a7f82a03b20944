using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Ops;
using Fulcrum.Training;

namespace Fulcrum.Operators.Prune;

/// <summary>
/// How much groups matter to the loss, to first order: the sum of (g w)² over the weights w of a group and over batches of training samples, with g the gradient
/// (Molchanov et al. 2019, eq. 8).
/// </summary>
internal static class TaylorScores
{
    private const int Batches = 64;
    private const int BatchSize = 32;

    /// <summary>One score per group; not negative.</summary>
    public static double[] Of(StructuredPruning pruning, OperatorContext context)
    {
        DatasetSplit train = context.Needed("prune").Train;
        HashSet<string> learnt = [.. TrainingOptions.TrainableOf(pruning.Prepared)];
        HashSet<string> touched = [.. pruning.Groups.SelectMany(g => g.Members).Select(m => m.Axis.Value)];
        Tensor[] weights = [.. pruning.Prepared.Graph.Initializers.Where(t => learnt.Contains(t.Name) && touched.Contains(t.Name))];
        IReadOnlyDictionary<string, WeightGradients> seen = new GradientObserver(context.Runner).Run(
            pruning.Prepared, train, [.. weights.Select(t => t.Name)], Batches, BatchSize, context.Seed, context.Progress, context.Cancellation);
        Dictionary<string, Tensor> byName = weights.ToDictionary(t => t.Name);
        var sums = new Dictionary<ValueAxis, double[]>();
        return [.. pruning.Groups.Select(g => g.Members.Where(m => byName.ContainsKey(m.Axis.Value)).Sum(m =>
        {
            if (!sums.TryGetValue(m.Axis, out double[]? along))
                sums[m.Axis] = along = Along(byName[m.Axis.Value], m.Axis.Axis, seen[m.Axis.Value].Squares);
            return m.Indices.Sum(i => along[i]);
        }))];
    }

    private static double[] Along(Tensor weight, int axis, float[] squares)
    {
        double[] sums = new double[weight.Shape[axis]];
        long stride = weight.Shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size);
        for (int i = 0; i < squares.Length; i++)
            sums[i / stride % sums.Length] += squares[i];
        return sums;
    }
}
