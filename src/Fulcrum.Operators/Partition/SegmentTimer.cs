using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Evaluation.Timing;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Operators.Partition;

/// <summary>Run times on random inputs, sizes that are open 1: the median of up to 15 rounds, fewer where they take long; in milliseconds.</summary>
internal sealed class SegmentTimer(Model model, IModelRunner runner, int seed, CancellationToken cancellation)
{
    private static readonly TurnOptions Options = new() { LeastRounds = 3, MostRounds = 15, Seconds = 1, WarmUpRounds = 2 };
    private readonly IReadOnlyList<Tensor> _inputs = RandomInputs.For(model, seed, defaultSize: 1);

    /// <summary>Both sides of a cut, in turns.</summary>
    public (double Head, double Tail) Time(Cut cut)
    {
        double[] times = Time([.. ModelSplitter.Split(model, cut).Select(p => p.Model)]);
        return (times[0], times[1]);
    }

    /// <summary>The whole model.</summary>
    public double TimeWhole() => Time([model])[0];

    private double[] Time(IReadOnlyList<Model> parts)
    {
        using var chain = new BoundChain(runner, parts, new LoadOptions(), _ => _inputs);
        return [.. new TurnTimer(Options, cancellation: cancellation).Time([.. parts.Select((_, i) => new Turn(() => chain.Run(i)))]).Select(Quantile.Median)];
    }
}
