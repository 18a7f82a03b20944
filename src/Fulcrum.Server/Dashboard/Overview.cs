using System.Globalization;
using System.Reflection;
using Fulcrum.Server.Hosting;
using Fulcrum.Server.Metrics;

namespace Fulcrum.Server.Dashboard;

/// <summary>The server at a glance (docs/protocol.md).</summary>
internal sealed record Overview(
    string Version, string Kind, string? Tier, IReadOnlyList<OverviewModel> Models, double UptimeSeconds, long Requests, double RequestsPerSecond,
    IReadOnlyList<StatusCount> Statuses, IReadOnlyList<CodeCount> Errors, OverviewLimits Limits)
{
    private static readonly string Program = typeof(Overview).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public static Overview Of(Served served, RequestTally tally)
    {
        (IReadOnlyList<(int Status, long Requests)> statuses, IReadOnlyList<(string Code, long Requests)> codes, double perSecond) = tally.Read();
        OverviewModel[] models = [.. served.Models().Select(m => new OverviewModel(m.Name, m.Version)), .. served.Plans().Select(p => new OverviewModel(p.Folder.Manifest.Model, TagOf(p)))];
        return new Overview(
            Program, served.Plans().Count > 0 ? "tier" : "repository", served.Plans().Count > 0 ? served.Plans()[0].Tier : null, models, tally.Uptime.TotalSeconds, statuses.Sum(s => s.Requests), perSecond,
            [.. statuses.Select(s => new StatusCount(s.Status, s.Requests))], [.. codes.Select(c => new CodeCount(c.Code, c.Requests))], OverviewLimits.Of(served.Limits));
    }

    /// <summary>A plan's tag, as devices report it: 16 hex digits.</summary>
    public static string TagOf(ServedPlan plan) => plan.Folder.Sha256[..16].ToLower(CultureInfo.InvariantCulture);
}

/// <summary>A model, and its version or its plan's tag.</summary>
internal sealed record OverviewModel(string Name, string Version);

/// <summary>Answers of a status.</summary>
internal sealed record StatusCount(int Status, long Requests);

/// <summary>Refusals and failures of a code.</summary>
internal sealed record CodeCount(string Code, long Requests);

/// <summary>What bounds requests.</summary>
internal sealed record OverviewLimits(
    long BodyBytes, int Headers, int HeaderBytes, int Connections, int Streams, double HeaderTimeoutSeconds, double IdleTimeoutSeconds, double BodyBytesPerSecond, double ClientRequestsPerSecond)
{
    public static OverviewLimits Of(ServerLimits limits) => new(
        limits.BodyBytes, limits.Headers, limits.HeaderBytes, limits.Connections, limits.Streams, limits.HeaderTimeout.TotalSeconds, limits.IdleTimeout.TotalSeconds, limits.BodyBytesPerSecond, limits.ClientRequestsPerSecond);
}
