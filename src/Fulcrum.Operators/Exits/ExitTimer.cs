using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Evaluation.Timing;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Operators.Exits;

/// <summary>Times a chain against a whole model on single samples: both take turns, so that what else the machine does slows both.</summary>
/// <param name="runner">Runs both.</param>
/// <param name="threads">Threads within one op. Default 1: a small device.</param>
public sealed class ExitTimer(IModelRunner runner, int threads = 1)
{
    private const int WarmUp = 5, Rounds = 60;
    private static readonly TurnOptions Options = new() { LeastRounds = Rounds, MostRounds = Rounds, WarmUpRounds = WarmUp, Seconds = 60 };

    /// <summary>Medians over 60 rounds after 5 that do not count.</summary>
    /// <param name="whole">What the chain is compared with.</param>
    /// <param name="chain">The segments.</param>
    /// <param name="rates">The share of samples that leave at each exit, then at the end.</param>
    /// <param name="split">Its first samples are run.</param>
    /// <param name="cancellation">Ends the work between rounds.</param>
    public ExitLatency Time(Model whole, ExitSegments chain, IReadOnlyList<double> rates, DatasetSplit split, CancellationToken cancellation = default)
    {
        var options = new LoadOptions { Threads = threads };
        using var one = new SampleChain(runner, [whole], options, split);
        using var parts = new SampleChain(runner, chain.Models, options, split);
        Turn[] turns =
        [
            new Turn(() => one.Run(0), round => one.Give(round % split.Count)),
            .. chain.Models.Select((_, i) => new Turn(() => parts.Run(i), i == 0 ? round => parts.Give(round % split.Count) : null)),
        ];
        return Latency(chain, rates, [.. new TurnTimer(Options, cancellation: cancellation).Time(turns).Select(Quantile.Median)]);
    }

    private static ExitLatency Latency(ExitSegments chain, IReadOnlyList<double> rates, double[] medians)
    {
        double[] upTo = new double[chain.Models.Count];
        for (int s = 0; s < upTo.Length; s++)
            upTo[s] = medians[s + 1] + (s == 0 ? 0 : upTo[s - 1]);
        double[] exits = [.. chain.Plan.Outputs.Select(o => upTo[chain.Models.ToList().FindIndex(m => m.Graph.Outputs.Any(g => g.Name == o))])];
        return new ExitLatency(medians[0], exits, exits.Zip(rates, (time, rate) => time * rate).Sum());
    }
}

/// <summary>Times in milliseconds.</summary>
/// <param name="Whole">The whole model.</param>
/// <param name="Exits">The chain up to each exit, then to the end.</param>
/// <param name="Mean">The chain, mean over samples.</param>
public sealed record ExitLatency(double Whole, IReadOnlyList<double> Exits, double Mean)
{
    /// <summary>How many times lower the chain's mean is.</summary>
    public double Gain => Whole / Mean;
}
