using System.Diagnostics;
using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;

namespace Fulcrum.Operators.Partition;

/// <summary>Run times on random inputs, symbolic dimensions 1: the median of some runs after one that does not count, in milliseconds.</summary>
internal sealed class SegmentTimer(Model model, IModelRunner runner, int seed, CancellationToken cancellation)
{
    private const int Runs = 7;
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
        double[] times = new double[Runs];
        foreach (ref double time in times.AsSpan())
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            loaded.Run(given);
            time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[Runs / 2];
    }

    private static Dictionary<string, long> Symbols(Model model) =>
        model.Graph.Inputs.SelectMany(i => i.Tensor?.Shape ?? []).Select(d => d.Symbol).OfType<string>().Distinct().ToDictionary(s => s, _ => 1L);
}
