using BenchmarkDotNet.Attributes;
using Fulcrum.Planning.Online;
using Fulcrum.Planning.Profiles;
using Fulcrum.Planning.Tests;

namespace Fulcrum.Planning.Benchmarks;

/// <summary>One online choice, for the MNIST network's shape (6 layers) and a 500-layer chain; six levels each. The request changes from call to call.</summary>
[SimpleJob(launchCount: 1, warmupCount: 200, iterationCount: 200, invocationCount: 64)]
[Config(typeof(Percentiles))]
[MemoryDiagnoser]
public class OnlineChoice
{
    private readonly PlanningRequest[] _requests = [.. Enumerable.Range(0, 64).Select(i => new PlanningRequest { Link = new LinkProfile { BitsPerSecond = 1e5 * Math.Pow(1.2, i) }, ExpectedRequests = 1 + (i * 100) })];
    private OnlinePlanner _planner = null!;
    private int _next;

    [Params(6, 500)]
    public int Layers { get; set; }

    [GlobalSetup]
    public void Prepare() => _planner = new OnlinePlanner(PatternSets.Random(Layers, 1));

    [Benchmark]
    public Decision Choose() => _planner.Choose(_requests[_next++ & 63]);
}
