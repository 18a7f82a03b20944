using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Running;
using Fulcrum.Planning.Benchmarks;
using Fulcrum.Planning.Benchmarks.Grid;
using Fulcrum.Planning.Online;
using Fulcrum.Planning.Tests;

// BenchmarkDotNet's iterations average 64 calls; the 99th percentile of single calls is measured beside it.
if (args is ["tail"])
{
    foreach (int layers in new[] { 6, 500 })
    {
        var planner = new OnlinePlanner(PatternSets.Random(layers, 1));
        var request = new PlanningRequest();
        double[] microseconds = new double[100_000];
        for (int i = -20_000; i < microseconds.Length; i++)
        {
            long started = Stopwatch.GetTimestamp();
            planner.Choose(request);
            if (i >= 0)
                microseconds[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        Array.Sort(microseconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{layers} layers: p50 {microseconds[50_000]:0.00} us, p99 {microseconds[99_000]:0.00} us, p99.9 {microseconds[99_900]:0.00} us"));
    }

    return;
}

if (args is ["table"])
{
    TableChoice.Print();
    return;
}

if (args is ["grid", .. var grid])
{
    await GridBenchmark.RunAsync(grid).ConfigureAwait(false);
    return;
}

BenchmarkRunner.Run<OnlineChoice>(args: args);
