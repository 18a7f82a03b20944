using System.Globalization;
using System.Text.Json;
using Fulcrum.Lab.Processes;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Stages.Links;

namespace Fulcrum.Lab.Deployments;

/// <summary>Runs a plan folder for real: one process for each tier under its CPU quota, imitated links between them, the device in front. Nothing is left behind, however it ends.</summary>
public static class PlanDeployment
{
    /// <summary>Starts all tiers, runs the device to its end, stops all tiers.</summary>
    /// <param name="command">This program.</param>
    /// <param name="options">What to run, and how.</param>
    /// <param name="progress">The device's progress is passed on.</param>
    /// <param name="cancellation">Ends all processes.</param>
    /// <exception cref="InputException">The folder is none.</exception>
    /// <exception cref="ChildProcessException">A tier failed; the message says what it said.</exception>
    public static async Task<DeploymentResult> RunAsync(FulcrumCommand command, DeploymentOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        PlanManifest manifest = PlanFolder.Read(options.Folder).Manifest;
        var servers = new List<IAsyncDisposable>();
        var limits = new Dictionary<string, LimitedCommand>();
        try
        {
            FulcrumCommand Limited(string tier) => (limits[tier] = LimitedCommand.Create(command, options.Cores.TryGetValue(tier, out double cores) ? cores : null)).Command;

            Uri? next = null;
            for (int t = manifest.Tiers.Count - 1; t > 0; t--)
            {
                string tier = manifest.Tiers[t].Name;
                ServerProcess server = await ServerProcess.StartAsync(Limited(tier), ["--plan", options.Folder, "--tier", tier, .. Common(options), .. Slowdown(options, tier), .. Next(options, tier, next)], cancellation).ConfigureAwait(false);
                servers.Add(server);
                next = server.Url;
            }

            string device = manifest.Tiers[0].Name;
            string[] arguments =
            [
                "--plan", options.Folder, "--data", options.Data, "--requests", Text(options.Requests), "--warmup", Text(options.Warmup), "--in-flight", Text(options.InFlight),
                .. options.Raw is string raw ? ["--raw", raw] : Array.Empty<string>(), .. Common(options), .. Slowdown(options, device), .. Next(options, device, next),
            ];
            string report = await DeviceProcess.OutputAsync(Limited(device), arguments, progress, cancellation).ConfigureAwait(false);
            return new DeploymentResult(JsonSerializer.Deserialize(report, PlanReportJson.Default.PlanReport)!, [.. limits.Where(l => l.Value.IsRefused).Select(l => l.Key)]);
        }
        finally
        {
            foreach (IAsyncDisposable server in servers)
                await server.DisposeAsync().ConfigureAwait(false);
            foreach (LimitedCommand limit in limits.Values)
                limit.Dispose();
        }
    }

    private static string[] Common(DeploymentOptions options) => ["--threads", Text(options.Threads), .. options.SessionPerRequest ? ["--session-per-request"] : Array.Empty<string>()];

    private static string[] Slowdown(DeploymentOptions options, string tier) => options.Slowdowns.TryGetValue(tier, out int times) ? ["--slowdown", Text(times)] : [];

    private static IEnumerable<string> Next(DeploymentOptions options, string tier, Uri? next)
    {
        if (next is null)
            return [];
        string[] address = ["--next", next.ToString()];
        return options.Links.TryGetValue(tier, out LinkShape? link) ? [.. address, .. Shape(link)] : address;
    }

    private static IEnumerable<string> Shape(LinkShape link) =>
    [
        .. link.UpBitsPerSecond is double up ? ["--link-up", $"{Text(up)}bps"] : Array.Empty<string>(),
        .. link.DownBitsPerSecond is double down ? ["--link-down", $"{Text(down)}bps"] : Array.Empty<string>(),
        "--link-rtt", $"{Text(1e3 * link.RoundTrip.TotalSeconds)}ms",
    ];

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}

/// <summary>What a deployed plan measured.</summary>
/// <param name="Report">The device's report.</param>
/// <param name="NotLimited">Tiers whose CPU quota could not be set here: their times are those of this machine without it.</param>
public sealed record DeploymentResult(PlanReport Report, IReadOnlyList<string> NotLimited);
