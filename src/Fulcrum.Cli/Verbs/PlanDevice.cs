using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Fulcrum.Data;
using Fulcrum.Device;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Lab.Deployments;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Stages;

namespace Fulcrum.Cli.Verbs;

/// <summary>Runs samples through a deployed plan, one request at a time, and measures them.</summary>
internal sealed class PlanDevice(DeployedPlan plan, DatasetSplit samples, IProgress<WorkProgress> progress, CancellationToken cancellation)
{
    private readonly SampleFeeder _feeder = new(
        [.. plan.Folder.Manifest.Inputs.Select(i => new ValueInfo(i.Name, StageElements.Of(i.Element), [.. i.Shape.Select(d => (Dim)d)]))], samples, 1);

    /// <summary>Runs.</summary>
    /// <param name="data">What to call the samples.</param>
    /// <param name="requests">Timed requests; samples are taken in turn.</param>
    /// <param name="warmup">Requests before those.</param>
    public async Task<PlanReport> RunAsync(string data, int requests, int warmup)
    {
        var times = new List<PlanTimes>(requests);
        bool[] right = new bool[Math.Min(requests, samples.Count)];
        bool isJudged = samples.LabelsPerSample == 1 && plan.Outputs[0].Element == PlanElement.Float32;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = -warmup; i < requests; i++)
        {
            int sample = (i < 0 ? i + warmup : i) % samples.Count;
            _feeder.Fill(sample, 1, plan.Input(_feeder.Name));
            PlanTimes took = await plan.RunAsync(cancellation).ConfigureAwait(false);
            if (i < 0)
                continue;
            times.Add(took);
            for (int o = 0; o < plan.Outputs.Count; o++)
                hash.AppendData(plan.Output(o));
            if (isJudged && i < right.Length)
                TopOne.Judge(MemoryMarshal.Cast<byte, float>(plan.Output(0)), samples.Labels.Slice(sample, 1), right.AsSpan(i, 1));
            progress.Report(new WorkProgress("running", i + 1, requests));
        }

        return Report(data, times, warmup, isJudged ? right : null, right.Length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private PlanReport Report(string data, List<PlanTimes> times, int warmup, bool[]? right, int distinct, string answers)
    {
        PlanManifest manifest = plan.Folder.Manifest;
        Accuracy? accuracy = right is null ? null : new Accuracy(right.Count(r => r), right.Length);
        PhaseSummary Tier(int tier, Func<StageTiming, double> phase) => PhaseSummary.Of(times.Select(t => phase(t.Tiers[tier])));
        return new PlanReport
        {
            Model = manifest.Model,
            PlanSha256 = plan.Folder.Sha256,
            Data = data,
            Requests = times.Count,
            Warmup = warmup,
            Total = PhaseSummary.Of(times.Select(t => t.TotalMs)),
            Tiers = [.. manifest.Tiers.Select((t, i) => new TierReport(t.Name, Tier(i, s => s.DecodeMs), Tier(i, s => s.ComputeMs), Tier(i, s => s.EncodeMs)))],
            Links = [.. manifest.Links.Select((l, i) => new LinkReport(l.From, l.To, PhaseSummary.Of(times.Select(t => t.LinkMs[i]))))],
            BytesUp = times.Average(t => (double)t.BytesUp),
            BytesDown = times.Average(t => (double)t.BytesDown),
            Samples = distinct,
            Top1 = accuracy?.Value,
            Interval = accuracy is { } a ? [a.Interval.Low, a.Interval.High] : null,
            AnswersSha256 = answers,
            Predicted = manifest.Predicted,
        };
    }
}
