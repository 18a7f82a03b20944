using System.Globalization;
using System.Security.Cryptography;
using Fulcrum.Data;
using Fulcrum.Device;
using Fulcrum.Lab.Deployments;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Cli.Verbs;

/// <summary>One request of a deployed plan.</summary>
/// <param name="Sample">Its sample.</param>
/// <param name="PrepareMs">Making it the model's input.</param>
/// <param name="Times">From the inputs in place to the outputs in place.</param>
/// <param name="FinishMs">From there to the answer.</param>
/// <param name="Right">Whether that is the label; null when it is not judged.</param>
/// <param name="Hash">SHA-256 of the outputs.</param>
internal sealed record PlanRequest(int Sample, double PrepareMs, PlanTimes Times, double FinishMs, bool? Right, byte[] Hash)
{
    /// <summary>The exit that answered, as <c>tier.number</c>; empty when none did.</summary>
    public string Exit => Times.Tiers.FirstOrDefault(t => t.Exit > 0) is { } left ? string.Create(CultureInfo.InvariantCulture, $"{left.Tier}.{left.Exit}") : "";

    /// <summary>The request as a line of the raw file.</summary>
    public RequestRow Row(int number, bool isTimed, IReadOnlyList<string> tiers) => new(
        number, isTimed, Sample, PrepareMs,
        [.. tiers.SelectMany((_, t) => (double[])[Times.Tiers[t].DecodeMs, Times.Tiers[t].ComputeMs, Times.Tiers[t].EncodeMs, .. t < Times.LinkMs.Count ? [Times.LinkMs[t]] : Array.Empty<double>()])],
        FinishMs, Exit, Right);
}

/// <summary>What was run, as far as reports say.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Sha256">Of plan.json, or of table.json.</param>
/// <param name="Tiers">All tiers' names.</param>
/// <param name="Predicted">What plan.json predicts; empty for a set.</param>
/// <param name="Set">The set; null for a single plan.</param>
internal sealed record PlanSubject(string Model, string Sha256, IReadOnlyList<string> Tiers, IReadOnlyDictionary<string, double> Predicted, DeployedSet? Set)
{
    public static PlanSubject Of(PlanFolder folder) => new(folder.Manifest.Model, folder.Sha256, [.. folder.Manifest.Tiers.Select(t => t.Name)], folder.Manifest.Predicted, null);

    public static PlanSubject Of(DeployedSet set) => new(set.Set.Table.Model, set.Set.Sha256, set.Set.Table.Tiers, new Dictionary<string, double>(), set);
}

/// <summary>How a plan was run.</summary>
internal sealed record PlanRun(int Warmup, int InFlight, double Seconds, int DistinctSamples, bool IsJudged, TimeSpan? Deadline);

/// <summary>Timed requests summed up.</summary>
internal static class PlanSummary
{
    public static PlanReport Of(PlanSubject subject, string data, IReadOnlyList<PlanRequest> requests, PlanRun run)
    {
        Accuracy? accuracy = run.IsJudged ? new Accuracy(requests.Take(run.DistinctSamples).Count(r => r.Right == true), run.DistinctSamples) : null;
        PhaseSummary Tier(int tier, Func<StageTiming, double> phase) => PhaseSummary.Of(requests.Select(t => phase(t.Times.Tiers[tier])));
        return new PlanReport
        {
            Model = subject.Model,
            PlanSha256 = subject.Sha256,
            Data = data,
            Requests = requests.Count,
            Warmup = run.Warmup,
            InFlight = run.InFlight,
            RequestsPerSecond = requests.Count / run.Seconds,
            Prepare = PhaseSummary.Of(requests.Select(r => r.PrepareMs)),
            Total = PhaseSummary.Of(requests.Select(r => r.Times.TotalMs)),
            Finish = PhaseSummary.Of(requests.Select(r => r.FinishMs)),
            Tiers = [.. subject.Tiers.Select((t, i) => new TierReport(t, Tier(i, s => s.DecodeMs), Tier(i, s => s.ComputeMs), Tier(i, s => s.EncodeMs)))],
            Links = [.. subject.Tiers.Zip(subject.Tiers.Skip(1)).Select((l, i) => new LinkReport(l.First, l.Second, PhaseSummary.Of(requests.Select(r => r.Times.LinkMs[i]))))],
            Exits = requests.Where(r => r.Exit.Length > 0).GroupBy(r => r.Exit).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => (double)g.Count() / requests.Count),
            BytesUp = requests.Average(r => (double)r.Times.BytesUp),
            BytesDown = requests.Average(r => (double)r.Times.BytesDown),
            Samples = run.DistinctSamples,
            Top1 = accuracy?.Value,
            Interval = accuracy is { } a ? [a.Interval.Low, a.Interval.High] : null,
            AnswersSha256 = Convert.ToHexStringLower(SHA256.HashData([.. requests.SelectMany(r => r.Hash)])),
            Predicted = subject.Predicted,
            Following = subject.Set is { } set ? Follow(set, requests, run.Deadline) : null,
        };
    }

    private static FollowReport Follow(DeployedSet set, IReadOnlyList<PlanRequest> requests, TimeSpan? deadline)
    {
        IEnumerable<PlanShare> shares = requests.GroupBy(r => r.Times.Plan).OrderByDescending(g => g.Count()).ThenBy(g => g.Key)
            .Select(g => new PlanShare(set.Set.Table.Rows[g.Key].Plan, set.Set.Table.Rows[g.Key].Name, set.Set.Table.Rows[g.Key].Links, (double)g.Count() / requests.Count));
        return new FollowReport(
            set.Switches, requests.Count(r => r.Times.IsFallback), deadline is TimeSpan longest ? requests.Count(r => r.Times.TotalMs > longest.TotalMilliseconds) : null, set.Probes, [.. shares]);
    }
}
