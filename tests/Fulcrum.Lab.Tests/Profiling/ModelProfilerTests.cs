using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Lab.Profiling;
using Fulcrum.Planning.Profiles;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Fulcrum.Zoo;

namespace Fulcrum.Lab.Tests.Profiling;

public sealed class ModelProfilerTests
{
    private static readonly ProfilingOptions Quick = new() { Threads = 1, Seconds = 0.05, Cuts = 4 };

    [Fact]
    public void Measure_Perceptron_AccountsForEveryNodeAndCut()
    {
        Model model = ZooCatalog.Create("mnist-mlp6", 1);
        var told = new List<WorkProgress>();
        ModelProfile profile = new ModelProfiler(new OnnxRuntimeRunner(1), Quick, new Told(told)).Measure(new ProfiledModel("mlp", new string('a', 64), model));
        Assert.Equal(Enumerable.Range(0, model.Graph.Nodes.Count), profile.Nodes.Select(n => n.Index));
        Assert.Equal(model.Graph.Nodes.Count(n => n.OpType == "Gemm"), profile.Nodes.Count(n => n is { Op: "Gemm", Kernel: not null, Ms: > 0, Macs: > 0 }));
        Assert.Equal(4, profile.Segments.Count);
        Assert.All(profile.Segments, s => Assert.True(s is { HeadMs: > 0, TailMs: > 0, Samples: >= 7 }));
        Assert.Equal(profile.Segments.Select(s => s.Depth).Order(), profile.Segments.Select(s => s.Depth));
        Assert.InRange(profile.Control.Ratio, profile.Control.Low, profile.Control.High);
        Assert.Contains(told, t => t is { Stage: "Timing mlp", Total: 50, Done: > 0 });
    }

    [Fact]
    public void Measure_Cancelled_Stops()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => new ModelProfiler(new OnnxRuntimeRunner(1), Quick, cancellation: stop.Token).Measure(new ProfiledModel("mlp", "", ZooCatalog.Create("mnist-mlp6", 1))));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "2")]
    [InlineData(2, "0 4")]
    [InlineData(3, "0 2 4")]
    [InlineData(9, "0 1 2 3 4")]
    public void Spread_SoMany_TakesTheEndsAndWhatIsBetween(int most, string expected)
    {
        Cut[] cuts = [.. CutFinder.BlockBoundaries(ZooCatalog.Create("mnist-mlp6", 1)).Take(5)];
        Assert.Equal(5, cuts.Length);
        Assert.Equal(expected, string.Join(' ', ModelProfiler.Spread(cuts, most).Select(c => Array.IndexOf(cuts, c))));
    }

    private sealed class Told(List<WorkProgress> list) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => list.Add(value);
    }
}
