using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;

namespace Fulcrum.Cuts.Splitting;

/// <summary>Runs a whole model against its parts on the same inputs.</summary>
public static class SplitVerifier
{
    /// <summary>Compares the outputs of the whole with those of the parts in turn.</summary>
    /// <param name="runner">Runs both.</param>
    /// <param name="model">The whole.</param>
    /// <param name="segments">Its parts, first to last.</param>
    /// <param name="inputs">One or more sets of inputs for the whole.</param>
    /// <param name="optimization">What the runtime may do. With <see cref="OptimizationLevel.None"/> whole and parts run the same kernels, and the result must be the same to the bit.</param>
    /// <param name="cancellation">Ends the work between runs.</param>
    public static SplitComparison Compare(
        IModelRunner runner, Model model, IReadOnlyList<ModelSegment> segments, IReadOnlyList<IReadOnlyList<Tensor>> inputs, OptimizationLevel optimization, CancellationToken cancellation = default)
    {
        var options = new LoadOptions { Optimization = optimization };
        IReadOnlyList<Tensor>[] expected = RunAll(runner, model, inputs, options, cancellation);
        return Compare(runner, expected, segments, inputs, options, cancellation);
    }

    /// <summary>Compares known outputs of the whole with those of the parts: for many splits of one model.</summary>
    public static SplitComparison Compare(
        IModelRunner runner, IReadOnlyList<IReadOnlyList<Tensor>> expected, IReadOnlyList<ModelSegment> segments, IReadOnlyList<IReadOnlyList<Tensor>> inputs, LoadOptions options, CancellationToken cancellation = default)
    {
        var values = inputs.Select(set => set.ToDictionary(t => t.Name)).ToArray();
        foreach (ModelSegment segment in segments)
        {
            using ILoadedModel loaded = runner.Load(segment.Model, options);
            foreach (Dictionary<string, Tensor> known in values)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (Tensor output in loaded.Run([.. segment.Inputs.Select(i => known[i])]))
                    known[output.Name] = output;
            }
        }

        return expected.Zip(values, (whole, parts) => TensorDifference.Of(whole, [.. whole.Select(t => parts[t.Name])])).Aggregate(SplitComparison.Worse);
    }

    /// <summary>The outputs of the whole.</summary>
    public static IReadOnlyList<Tensor>[] RunAll(IModelRunner runner, Model model, IReadOnlyList<IReadOnlyList<Tensor>> inputs, LoadOptions options, CancellationToken cancellation = default)
    {
        using ILoadedModel whole = runner.Load(model, options);
        return [.. inputs.Select(set =>
        {
            cancellation.ThrowIfCancellationRequested();
            return whole.Run(set);
        })];
    }
}

/// <summary>How far two runs of one model are apart.</summary>
/// <param name="IsBitExact">Whether every output is the same to the bit.</param>
/// <param name="MaximumDifference">The largest absolute difference of two elements; infinite when shapes or non-finite elements differ.</param>
public sealed record SplitComparison(bool IsBitExact, double MaximumDifference)
{
    internal static SplitComparison Worse(SplitComparison a, SplitComparison b) =>
        new(a.IsBitExact && b.IsBitExact, Math.Max(a.MaximumDifference, b.MaximumDifference));
}
