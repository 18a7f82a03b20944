using System.Globalization;
using System.Text.Json;
using Fulcrum.Lab.Emulation;
using Fulcrum.Lab.Processes;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Lab.Deployments;

/// <summary>Runs a plan folder for real on a test bed: one process for each tier, but those of real machines, the device in front. No process is left behind, however it ends.</summary>
public static class PlanDeployment
{
    /// <summary>Starts all tiers, runs the device to its end, stops all tiers.</summary>
    /// <param name="bed">The tiers; the plan's are among them, the same one first.</param>
    /// <param name="options">What to run, and how.</param>
    /// <param name="progress">The device's progress is passed on.</param>
    /// <param name="cancellation">Ends all processes.</param>
    /// <exception cref="InputException">The folder is none, or names tiers that the bed has not.</exception>
    /// <exception cref="ChildProcessException">A tier failed; the message says what it said.</exception>
    public static async Task<DeploymentResult> RunAsync(TestBed bed, DeploymentOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        string[] tiers = [.. PlanFolder.Read(options.Folder).Manifest.Tiers.Select(t => bed.System.Find(t.Name).Name)];
        if (!tiers.SequenceEqual(bed.System.Tiers.Take(tiers.Length).Select(t => t.Name)))
            throw new InputException("deployment-tiers", options.Folder, $"The plan runs on {string.Join(", ", tiers)}, and the tiers stand as {string.Join(", ", bed.System.Tiers.Select(t => t.Name))}.", "Use the tiers file that the plan was made for.");
        var servers = new List<IAsyncDisposable>();
        try
        {
            Uri? next = null;
            for (int t = tiers.Length - 1; t > 0; t--)
                next = bed.System.Find(tiers[t]).Host ?? await StartAsync(bed, options, tiers[t], next, servers, cancellation).ConfigureAwait(false);

            string[] arguments =
            [
                "--plan", options.Folder, "--data", options.Data, "--requests", Text(options.Requests), "--warmup", Text(options.Warmup), "--in-flight", Text(options.InFlight),
                .. options.Raw is string raw ? ["--raw", raw] : Array.Empty<string>(), .. OfTier(bed, options, tiers[0], next),
            ];
            string report = await ChildProcess.RunAsync(bed.Command(tiers[0]), "device", arguments, progress, cancellation).ConfigureAwait(false);
            return new DeploymentResult(JsonSerializer.Deserialize(report, PlanReportJson.Default.PlanReport)!, bed.NotLimited);
        }
        catch (ChildProcessException failure) when (tiers.Select(bed.Blame).OfType<string>().FirstOrDefault() is string blame)
        {
            throw new ChildProcessException(failure.Verb, $"{blame} {failure.Errors}");
        }
        finally
        {
            foreach (IAsyncDisposable server in servers)
                await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<Uri> StartAsync(TestBed bed, DeploymentOptions options, string tier, Uri? next, List<IAsyncDisposable> servers, CancellationToken cancellation)
    {
        ServerProcess server = await ServerProcess.StartAsync(bed.Command(tier), ["--plan", options.Folder, "--tier", tier, .. OfTier(bed, options, tier, next)], bed.Address(tier), cancellation).ConfigureAwait(false);
        servers.Add(server);
        return server.Url;
    }

    private static IEnumerable<string> OfTier(TestBed bed, DeploymentOptions options, string tier, Uri? next) =>
    [
        "--threads", Text(options.Threads), .. options.SessionPerRequest ? ["--session-per-request"] : Array.Empty<string>(),
        "--slowdown", Text(bed.System.Find(tier).Slowdown),
        .. next is null ? [] : (string[])["--next", next.ToString(), .. bed.LinkArguments(tier)],
    ];

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a deployed plan measured.</summary>
/// <param name="Report">The device's report.</param>
/// <param name="NotLimited">Limits of tiers that could not be set here, in words: their times are those of this machine without them.</param>
public sealed record DeploymentResult(PlanReport Report, IReadOnlyList<string> NotLimited);
