using System.Diagnostics;
using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;

namespace Fulcrum.Operators.Exits;

/// <summary>Times a chain against a whole model on single samples: both take turns, so that what else the machine does slows both.</summary>
/// <param name="runner">Runs both.</param>
/// <param name="threads">Threads within one op. Default 1: a small device.</param>
public sealed class ExitTimer(IModelRunner runner, int threads = 1)
{
    private const int WarmUp = 5, Rounds = 60;

    /// <summary>Medians over 60 rounds after 5 that do not count.</summary>
    /// <param name="whole">What the chain is compared with.</param>
    /// <param name="chain">The segments.</param>
    /// <param name="rates">The share of samples that leave at each exit, then at the end.</param>
    /// <param name="split">Its first samples are run.</param>
    /// <param name="cancellation">Ends the work between rounds.</param>
    public ExitLatency Time(Model whole, ExitSegments chain, IReadOnlyList<double> rates, DatasetSplit split, CancellationToken cancellation = default)
    {
        var options = new LoadOptions { Threads = threads };
        ILoadedModel[] models = [.. chain.Models.Prepend(whole).Select(m => runner.Load(m, options))];
        try
        {
            var times = models.Select(_ => new List<double>()).ToArray();
            var feeder = new SampleFeeder(models[0].Inputs, split, 1);
            (int start, int count)[] samples = [.. feeder.Batches().Take(WarmUp + Rounds)];
            for (int round = 0; round < WarmUp + Rounds; round++)
            {
                cancellation.ThrowIfCancellationRequested();
                (int start, int count) = samples[round % samples.Length];
                Round(models, feeder.Read(start, count), times, round >= WarmUp);
            }

            double[] medians = [.. times.Select(t => t.Order().ElementAt(t.Count / 2))];
            return Latency(chain, rates, medians);
        }
        finally
        {
            foreach (ILoadedModel model in models)
                model.Dispose();
        }
    }

    private static void Round(ILoadedModel[] models, Tensor sample, List<double>[] times, bool counts)
    {
        var known = new Dictionary<string, Tensor>();
        for (int m = 0; m < models.Length; m++)
        {
            if (m < 2)
                known = new Dictionary<string, Tensor> { [models[m].Inputs[0].Name] = sample with { Name = models[m].Inputs[0].Name } };
            Tensor[] inputs = [.. models[m].Inputs.Select(i => known[i.Name])];
            long began = Stopwatch.GetTimestamp();
            IReadOnlyList<Tensor> outputs = models[m].Run(inputs);
            if (counts)
                times[m].Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            foreach (Tensor output in outputs)
                known[output.Name] = output;
        }
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
