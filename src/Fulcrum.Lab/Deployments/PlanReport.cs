using System.Text.Json.Serialization;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Lab.Deployments;

/// <summary>What `fulcrum device --plan` measured.</summary>
public sealed record PlanReport
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of plan.json.</summary>
    public required string PlanSha256 { get; init; }

    /// <summary>The dataset's name or path as given.</summary>
    public required string Data { get; init; }

    /// <summary>Requests timed.</summary>
    public required int Requests { get; init; }

    /// <summary>Requests before those, not timed.</summary>
    public required int Warmup { get; init; }

    /// <summary>Requests that were under way at a time.</summary>
    public required int InFlight { get; init; }

    /// <summary>Timed requests per second.</summary>
    public required double RequestsPerSecond { get; init; }

    /// <summary>Making a sample the model's input.</summary>
    public required PhaseSummary Prepare { get; init; }

    /// <summary>From the outputs in place to the answer.</summary>
    public required PhaseSummary Finish { get; init; }

    /// <summary>The share of requests that each early exit answered, as <c>tier.number</c>.</summary>
    public required IReadOnlyDictionary<string, double> Exits { get; init; }

    /// <summary>From the inputs in place to the outputs in place.</summary>
    public required PhaseSummary Total { get; init; }

    /// <summary>Each tier; the first is the device.</summary>
    public required IReadOnlyList<TierReport> Tiers { get; init; }

    /// <summary>Each link.</summary>
    public required IReadOnlyList<LinkReport> Links { get; init; }

    /// <summary>Mean bytes of a request's message on the first link; headers of HTTP are not counted.</summary>
    public required double BytesUp { get; init; }

    /// <summary>Mean bytes of its answer.</summary>
    public required double BytesDown { get; init; }

    /// <summary>Different samples among the timed requests.</summary>
    public required int Samples { get; init; }

    /// <summary>Share of those answered right by the first output; null where it holds no float per class, or samples have maps of labels.</summary>
    public double? Top1 { get; init; }

    /// <summary>Its 95 % Wilson interval.</summary>
    public IReadOnlyList<double>? Interval { get; init; }

    /// <summary>SHA-256 of the SHA-256 of the outputs of each timed request, one after the other: equal answers have equal ones.</summary>
    public required string AnswersSha256 { get; init; }

    /// <summary>What plan.json predicts; empty for a set.</summary>
    public required IReadOnlyDictionary<string, double> Predicted { get; init; }

    /// <summary>How the table of a set was followed; null for a single plan.</summary>
    public FollowReport? Following { get; init; }

    /// <summary>What was fetched and when it was used; null where no releases are followed.</summary>
    public UpgradeReport? Upgrade { get; init; }
}

/// <summary>A device that follows releases.</summary>
/// <param name="BaseBytes">Of the files that it starts with, but for plan.json.</param>
/// <param name="UpgradeBytes">Of those that make the weights finer; 0 where the release has none.</param>
/// <param name="FirstAnswerSeconds">From the start of the program's work, the download included, to the first answer; null without one.</param>
/// <param name="SwitchedSeconds">From there to the moment from which requests ran on the finer weights; null when they did not, or did from the start.</param>
/// <param name="RequestsBefore">Requests begun before that, warm-up included.</param>
public sealed record UpgradeReport(long BaseBytes, long UpgradeBytes, double? FirstAnswerSeconds, double? SwitchedSeconds, long? RequestsBefore);

/// <summary>How a device followed the table of a set, warm-up included in the switches and probes only.</summary>
/// <param name="Switches">How often the plan was changed.</param>
/// <param name="Fallbacks">Timed requests that another plan answered than the one in use, because the next tier was gone or late.</param>
/// <param name="Late">Timed requests that took longer than the deadline; null without one.</param>
/// <param name="Probes">Probes of the first link.</param>
/// <param name="Plans">The plans that answered, and which share of the timed requests.</param>
public sealed record FollowReport(int Switches, int Fallbacks, int? Late, int Probes, IReadOnlyList<PlanShare> Plans);

/// <summary>A plan's share.</summary>
/// <param name="Plan">Its manifest's file.</param>
/// <param name="Name">It in words.</param>
/// <param name="Links">How many links it uses.</param>
/// <param name="Share">Of the timed requests, 0 to 1.</param>
public sealed record PlanShare(string Plan, string Name, int Links, double Share);

/// <summary>Milliseconds over the timed requests.</summary>
public sealed record PhaseSummary(double Mean, double P50, double P95, double P99)
{
    /// <summary>The summary of some figures; percentiles are interpolated.</summary>
    public static PhaseSummary Of(IEnumerable<double> milliseconds)
    {
        double[] all = [.. milliseconds];
        return all.Length == 0 ? new PhaseSummary(0, 0, 0, 0) : new PhaseSummary(all.Average(), Quantile.Of(all, 0.5), Quantile.Of(all, 0.95), Quantile.Of(all, 0.99));
    }
}

/// <summary>One tier's own time.</summary>
public sealed record TierReport(string Tier, PhaseSummary Decode, PhaseSummary Compute, PhaseSummary Encode);

/// <summary>One link, both ways: what the tier before it waited less what the tiers after it took.</summary>
public sealed record LinkReport(string From, string To, PhaseSummary Transmission);

/// <summary>JSON of the report: snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(PlanReport))]
public sealed partial class PlanReportJson : JsonSerializerContext;
