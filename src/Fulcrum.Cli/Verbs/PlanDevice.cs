using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Fulcrum.Data;
using Fulcrum.Device;
using Fulcrum.Device.Reporting;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Lab.Deployments;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Stages;

namespace Fulcrum.Cli.Verbs;

/// <summary>Runs samples through a deployed plan and measures them.</summary>
internal sealed class PlanDevice(IDeployment plan, PlanSubject subject, DatasetSplit samples, IProgress<WorkProgress> progress, CancellationToken cancellation, DeviceTally? tally = null)
{
    private readonly bool _isJudged = samples.LabelsPerSample == 1 && plan.Outputs[0].Element == PlanElement.Float32;
    private readonly object _lock = new();
    private int _taken, _done;
    private TimeSpan _pause;

    /// <summary>Runs.</summary>
    /// <param name="data">What to call the samples.</param>
    /// <param name="requests">Timed requests; samples are taken in turn.</param>
    /// <param name="warmup">Requests before those.</param>
    /// <param name="inFlight">How many requests are under way at a time.</param>
    /// <param name="deadline">What requests should keep; null: nothing.</param>
    /// <param name="pause">From the start of a request to that of the next one of its lane, at least.</param>
    /// <returns>The report, and every request in the order of their numbers.</returns>
    public async Task<(PlanReport Report, IReadOnlyList<RequestRow> Rows)> RunAsync(string data, int requests, int warmup, int inFlight, TimeSpan? deadline = null, TimeSpan pause = default)
    {
        var all = new PlanRequest[warmup + requests];
        Lane[] lanes = [.. Enumerable.Range(0, inFlight).Select(i => new Lane(i == 0 ? plan : plan.Another(), samples))];
        try
        {
            await RunAsync(lanes, all.AsMemory(0, warmup), warmup: true, pause).ConfigureAwait(false);
            long started = Stopwatch.GetTimestamp();
            await RunAsync(lanes, all.AsMemory(warmup), warmup: false, pause).ConfigureAwait(false);
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var run = new PlanRun(warmup, inFlight, seconds, Math.Min(requests, samples.Count), _isJudged, deadline);
            return (PlanSummary.Of(subject, data, all[warmup..], run), [.. all.Select((r, i) => r.Row(i, i >= warmup, subject.Tiers) with { Plan = subject.Set is null ? null : (r.Times.Plan, r.Times.IsFallback) })]);
        }
        finally
        {
            foreach (Lane lane in lanes.Skip(1))
                lane.Plan.Dispose();
        }
    }

    private async Task RunAsync(Lane[] lanes, Memory<PlanRequest> into, bool warmup, TimeSpan pause)
    {
        (_taken, _done, _pause) = (0, 0, pause);
        await Task.WhenAll(lanes.Select(l => Task.Run(() => RunAsync(l, into, warmup), cancellation))).ConfigureAwait(false);
    }

    private async Task RunAsync(Lane lane, Memory<PlanRequest> into, bool warmup)
    {
        while (Interlocked.Increment(ref _taken) - 1 is int number && number < into.Length)
        {
            int sample = number % samples.Count;
            long started = Stopwatch.GetTimestamp();
            lane.Feeder.Fill(sample, 1, lane.Plan.Input(lane.Feeder.Name));
            double prepared = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            PlanTimes took = await lane.Plan.RunAsync(cancellation).ConfigureAwait(false);
            long answered = Stopwatch.GetTimestamp();
            tally?.Add(took, took.IsFallback ? "next tier gone or late" : null);
            bool? right = _isJudged ? Judge(lane.Plan, sample) : null;
            into.Span[number] = new PlanRequest(sample, prepared, took, Stopwatch.GetElapsedTime(answered).TotalMilliseconds, right, Hash(lane.Plan));
            lock (_lock)
            {
                _done++;
                if (!warmup)
                    progress.Report(new WorkProgress("running", _done, into.Length));
            }

            if (_pause - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } rest)
                await Task.Delay(rest, cancellation).ConfigureAwait(false);
        }
    }

    private bool Judge(IDeployment lane, int sample)
    {
        Span<bool> right = [false];
        TopOne.Judge(MemoryMarshal.Cast<byte, float>(lane.Output(0)), samples.Labels.Slice(sample, 1), right);
        return right[0];
    }

    private static byte[] Hash(IDeployment lane)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int o = 0; o < lane.Outputs.Count; o++)
            hash.AppendData(lane.Output(o));
        return hash.GetHashAndReset();
    }

    /// <summary>What one request at a time needs.</summary>
    private sealed class Lane(IDeployment plan, DatasetSplit samples)
    {
        public IDeployment Plan { get; } = plan;

        public SampleFeeder Feeder { get; } = new([.. plan.Inputs.Select(i => new ValueInfo(i.Name, StageElements.Of(i.Element), [.. i.Shape.Select(d => (Dim)d)]))], samples, 1);
    }
}
