using System.Globalization;
using Fulcrum.Data;
using Fulcrum.Device;
using Fulcrum.Device.Reporting;
using Fulcrum.Lab.Processes;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;

namespace Fulcrum.Cli.Verbs;

/// <summary>Runs a dataset through a device agent and measures it.</summary>
internal sealed class DeviceRunner(
    DeviceAgent agent, string model, DatasetSplit samples, int batchSize, int timedRequests, IProgress<WorkProgress> progress, CancellationToken cancellation, DeviceTally? tally = null)
{
    private const int WarmUp = 5;
    private int _requests;
    private PlanMessage? _plan;
    private long _download, _up, _down;

    /// <summary>The plan that it follows, in words.</summary>
    public string Plan => _plan is null ? "none yet" : string.Create(CultureInfo.InvariantCulture, $"cut {_plan.Cut}, level {_plan.Level}");

    /// <summary>Runs the plan that the server chooses.</summary>
    public async Task<DeviceReport> RunAsync(PlanRequestMessage request)
    {
        (DeviceRun run, _) = await RunOneAsync(request, done => progress.Report(new WorkProgress("running", done, samples.Count))).ConfigureAwait(false);
        return Report([run]);
    }

    /// <summary>Runs every cut and level; each is held against the lossless run at its cut.</summary>
    public async Task<DeviceReport> SweepAsync(PlanRequestMessage request)
    {
        ModelMessage description = await agent.DescribeAsync(model, cancellation).ConfigureAwait(false);
        var runs = new List<DeviceRun>();
        int total = (description.Layers + 1) * description.Levels.Count;
        for (int cut = 0; cut <= description.Layers; cut++)
        {
            bool[]? lossless = null;
            foreach (double level in description.Levels.Order())
            {
                (DeviceRun run, bool[] right) = await RunOneAsync(request with { Cut = cut, Level = level, MaxDropPoints = level }, _ => { }).ConfigureAwait(false);
                lossless ??= right;
                var drop = PairedDrop.Between(lossless, right);
                runs.Add(run with { DropPoints = drop.Points, DropInterval = [drop.Interval.Low, drop.Interval.High] });
                progress.Report(new WorkProgress("running every cut", runs.Count, total));
            }
        }

        return Report(runs);
    }

    private async Task<(DeviceRun Run, bool[] Right)> RunOneAsync(PlanRequestMessage request, Action<int> onDone)
    {
        long started = TimeProvider.System.GetTimestamp();
        PlanMessage plan = await agent.PlanAsync(model, request, cancellation).ConfigureAwait(false);
        _plan = plan;
        double planMs = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        using PreparedPlan prepared = await agent.PrepareAsync(plan, cancellation).ConfigureAwait(false);
        _download += prepared.DownloadedBytes;
        bool[] right = await AnswerAllAsync(prepared, onDone).ConfigureAwait(false);
        var phases = await TimeAsync(prepared).ConfigureAwait(false);
        var accuracy = new Accuracy(right.Count(r => r), right.Length);
        long payload = plan.Segment?.Bytes ?? 0, fp32 = plan.Segment?.Fp32Bytes ?? 0;
        return (new DeviceRun
        {
            Cut = plan.Cut,
            Level = plan.Level,
            Bits = plan.WeightBits,
            CutBits = plan.CutTensor.Bits,
            PayloadBytes = payload,
            Fp32Bytes = fp32,
            PayloadRatio = fp32 == 0 ? 0 : (double)payload / fp32,
            CutTensorBytes = plan.CutTensor.BytesPerSample,
            Samples = right.Length,
            Top1 = accuracy.Value,
            Interval = [accuracy.Interval.Low, accuracy.Interval.High],
            Latency = LatencyOf(planMs, prepared.Download.TotalMilliseconds, phases),
        }, right);
    }

    private async Task<bool[]> AnswerAllAsync(PreparedPlan prepared, Action<int> onDone)
    {
        bool[] right = new bool[samples.Count];
        for (int start = 0, size; start < right.Length; start += size)
        {
            size = Math.Min(batchSize, right.Length - start);
            InferenceResult result = await InferAsync(prepared, start, size).ConfigureAwait(false);
            TopOne.Judge(result.Outputs, samples.Labels.Slice(start, size), right.AsSpan(start, size));
            onDone(start + size);
        }

        return right;
    }

    private async Task<List<PhaseTimes>> TimeAsync(PreparedPlan prepared)
    {
        var phases = new List<PhaseTimes>();
        for (int i = 0; i < WarmUp + timedRequests; i++)
        {
            InferenceResult result = await InferAsync(prepared, i % samples.Count, 1).ConfigureAwait(false);
            if (i >= WarmUp)
                phases.Add(result.Phases);
        }

        return phases;
    }

    private async Task<InferenceResult> InferAsync(PreparedPlan prepared, int start, int size)
    {
        float[] values = new float[size * samples.SampleLength];
        samples.CopySamples(start, values);
        InferenceResult result = await prepared.InferAsync(values, size, cancellation).ConfigureAwait(false);
        _requests++;
        tally?.Add(result.Phases, result.BytesUp + result.BytesDown);
        (_up, _down) = (_up + result.BytesUp, _down + result.BytesDown);
        return result;
    }

    private DeviceReport Report(IReadOnlyList<DeviceRun> runs) =>
        new(model, _requests, runs[^1].Latency, new DeviceBytes(_download, _up, _down), 0, runs);

    private static DeviceLatency LatencyOf(double planMs, double downloadMs, IReadOnlyList<PhaseTimes> phases) => new(
        planMs, downloadMs, Percentile(phases, p => p.Device), Percentile(phases, p => p.Uplink), Percentile(phases, p => p.Server), Percentile(phases, p => p.Downlink),
        Percentile(phases, p => p.Device + p.Uplink + p.Server + p.Downlink));

    private static Percentiles Percentile(IReadOnlyList<PhaseTimes> phases, Func<PhaseTimes, TimeSpan> phase)
    {
        double[] sorted = [.. phases.Select(p => phase(p).TotalMilliseconds).Order()];
        return sorted.Length == 0 ? new Percentiles(0, 0) : new Percentiles(sorted[(sorted.Length - 1) / 2], sorted[(int)Math.Ceiling(0.99 * sorted.Length) - 1]);
    }
}
