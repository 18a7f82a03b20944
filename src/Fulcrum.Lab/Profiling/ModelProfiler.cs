using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Evaluation.Timing;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Ops;
using Fulcrum.Ops.Analysis;
using Fulcrum.Planning.Profiles;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Lab.Profiling;

/// <summary>Times a model, its nodes and the two sides of its cuts, all in turns, on random inputs.</summary>
public sealed class ModelProfiler(OnnxRuntimeRunner runner, ProfilingOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
{
    /// <summary>Bytes of weights that are loaded at once: cuts of larger models are timed in groups.</summary>
    private const long MostBytes = 1L << 30;

    private readonly LoadOptions _load = new() { Threads = options.Threads };

    /// <summary>Measures. How good predictions are is not judged here.</summary>
    /// <exception cref="InputException">The model does not run on random inputs, or cannot be searched for cuts.</exception>
    public ModelProfile Measure(ProfiledModel profiled)
    {
        Model model = profiled.Model;
        progress?.Report(new WorkProgress($"Preparing {profiled.Name}", 0, 0));
        IReadOnlyList<Tensor> inputs = RandomInputs.For(model, options.Seed, options.Dims, 1);
        IReadOnlyList<Cut> cuts = Spread(CutFinder.Find(model, new CutOptions { MaximumTensors = 1, MaximumStates = 0, Dims = options.Dims }).Cuts, options.Cuts);
        GraphTypes types = TypeInference.Infer(model, options.Dims);
        using var nodes = new NodeProfiler(model, runner, _load, inputs);
        var segments = new List<SegmentProfile>();
        List<double> whole = [], again = [];
        long bytes = Math.Max(1, ModelTensors.Of(model).Sum(t => (long)(t.Data?.Length ?? 0)));
        Cut[][] groups = [.. cuts.Chunk((int)Math.Clamp((MostBytes / bytes) - 3, 1, 1000)).DefaultIfEmpty([])];
        foreach (Cut[] group in groups)
        {
            IReadOnlyList<double[]> times = Time(profiled, inputs, group, nodes, options.Seconds / groups.Length);
            whole.AddRange(times[0]);
            again.AddRange(times[1]);
            segments.AddRange(group.Select((c, i) => new SegmentProfile(c.Name, c.Depth, c.HeadMacs, Quantile.Median(times[3 + (2 * i)]), Quantile.Median(times[4 + (2 * i)]), times[0].Length)));
        }

        TimeRatio control = TimeRatio.Of([.. again], [.. whole], options.Seed);
        (IReadOnlyList<NodeProfile> list, double rest) = nodes.Read(types);
        return new ModelProfile
        {
            Name = profiled.Name,
            Sha256 = profiled.Sha256,
            Precision = Precision.Of(model),
            Dims = new SortedDictionary<string, long>(options.Dims.Where(d => Symbols(model).Contains(d.Key)).ToDictionary()),
            Macs = ModelAnalyser.Summarise(model, options.Dims).Macs,
            Whole = Summarise(whole),
            Control = new ControlRatio(control.Value, control.Low, control.High),
            UnattributedMs = rest,
            Nodes = list,
            Segments = segments,
            Errors = [],
        };
    }

    /// <summary>Timed after a run of its own: a tier runs its segment again and again, its weights are in the caches that others' turns have emptied.</summary>
    private static Turn Warm(Action run) => new(run, _ => run());

    /// <summary>Milliseconds of the whole, the whole again, the profiled whole, then head and tail of each cut.</summary>
    private IReadOnlyList<double[]> Time(ProfiledModel profiled, IReadOnlyList<Tensor> inputs, Cut[] cuts, NodeProfiler nodes, double seconds)
    {
        var chains = new List<BoundChain>();
        try
        {
            BoundChain Load(params IReadOnlyList<Model> parts)
            {
                cancellation.ThrowIfCancellationRequested();
                chains.Add(new BoundChain(runner, parts, _load, _ => inputs));
                return chains[^1];
            }

            BoundChain whole = Load(profiled.Model), again = Load(profiled.Model);
            var turns = new List<Turn> { Warm(() => whole.Run(0)), Warm(() => again.Run(0)), Warm(nodes.Turn.Run) };
            foreach (Cut cut in cuts)
            {
                BoundChain sides = Load([.. ModelSplitter.Split(profiled.Model, cut).Select(p => p.Model)]);
                turns.Add(Warm(() => sides.Run(0)));
                turns.Add(Warm(() => sides.Run(1)));
            }

            var turn = new TurnOptions { LeastRounds = 7, Seconds = seconds, WarmUpRounds = 10, ShuffleSeed = options.Seed, Stage = $"Timing {profiled.Name}" };
            return new TurnTimer(turn, progress, cancellation).Time(turns);
        }
        finally
        {
            chains.ForEach(c => c.Dispose());
        }
    }

    /// <summary>So many of the cuts, the first and the last among them.</summary>
    internal static IReadOnlyList<Cut> Spread(IReadOnlyList<Cut> cuts, int most) => most >= cuts.Count ? cuts
        : most == 1 ? [cuts[cuts.Count / 2]]
        : [.. Enumerable.Range(0, most).Select(i => cuts[(int)Math.Round(i * (cuts.Count - 1.0) / (most - 1))])];

    private static TimeSummary Summarise(List<double> times)
    {
        double median = Quantile.Median(times);
        return new TimeSummary(median, times.Average(), Quantile.Of(times, 0.95), Quantile.Of(times, 0.99), (Quantile.Of(times, 0.75) - Quantile.Of(times, 0.25)) / median, times.Count);
    }

    private static HashSet<string> Symbols(Model model) => [.. model.Graph.Inputs.SelectMany(i => i.Tensor?.Shape ?? []).Select(d => d.Symbol).OfType<string>()];
}
