using System.Diagnostics;
using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;

namespace Fulcrum.Operators.Partition;

/// <summary>Run times on random inputs, symbolic dimensions 1: the median of up to 15 runs, fewer where they take long, after two that do not count; in milliseconds.</summary>
internal sealed class SegmentTimer(Model model, IModelRunner runner, int seed, CancellationToken cancellation)
{
    private const int MostRuns = 15;
    private const int LeastRuns = 3;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(1);
    private readonly IReadOnlyList<Tensor> _inputs = RandomInputs.For(model, seed, Symbols(model));

    /// <summary>Both sides of a cut.</summary>
    public (double Head, double Tail) Time(Cut cut)
    {
        IReadOnlyList<ModelSegment> parts = ModelSplitter.Split(model, cut);
        var known = _inputs.ToDictionary(t => t.Name);
        double[] times = [.. parts.Select(p => Time(p.Model, p.Inputs, known))];
        return (times[0], times[1]);
    }

    /// <summary>The whole model.</summary>
    public double TimeWhole() => Time(model, [.. _inputs.Select(t => t.Name)], _inputs.ToDictionary(t => t.Name));

    private double Time(Model part, IReadOnlyList<string> inputs, Dictionary<string, Tensor> known)
    {
        using ILoadedModel loaded = runner.Load(part);
        Tensor[] given = [.. inputs.Select(i => known[i])];
        foreach (Tensor output in loaded.Run(given))
            known[output.Name] = output;
        loaded.Run(given);
        var times = new List<double>();
        long began = Stopwatch.GetTimestamp();
        while (times.Count < LeastRuns || (times.Count < MostRuns && Stopwatch.GetElapsedTime(began) < Enough))
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            loaded.Run(given);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }

    private static Dictionary<string, long> Symbols(Model model) =>
        model.Graph.Inputs.SelectMany(i => i.Tensor?.Shape ?? []).Select(d => d.Symbol).OfType<string>().Distinct().ToDictionary(s => s, _ => 1L);
}
