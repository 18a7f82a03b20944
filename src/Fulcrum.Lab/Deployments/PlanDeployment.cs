using System.Text.Json;
using Fulcrum.Lab.Emulation;
using Fulcrum.Lab.Processes;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Lab.Deployments;

/// <summary>Runs a plan folder for real on a test bed: one process for each tier, here or by ssh, but those that are served already; the device in front. No process is left behind, however it ends.</summary>
public static class PlanDeployment
{
    /// <summary>Starts all tiers, runs the device to its end, stops all tiers.</summary>
    /// <param name="bed">The tiers; the plan's are among them, the same one first.</param>
    /// <param name="options">What to run, and how.</param>
    /// <param name="progress">The device's progress is passed on.</param>
    /// <param name="cancellation">Ends all processes.</param>
    /// <exception cref="InputException">The folder is none, or names tiers that the bed has not; files cannot be brought to a tier's machine.</exception>
    /// <exception cref="ChildProcessException">A tier failed; the message says what it said.</exception>
    public static async Task<DeploymentResult> RunAsync(TestBed bed, DeploymentOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        string[] tiers = [.. PlanFolder.Read(options.Folder).Manifest.Tiers.Select(t => bed.System.Find(t.Name).Name)];
        if (!tiers.SequenceEqual(bed.System.Tiers.Take(tiers.Length).Select(t => t.Name)))
            throw new InputException("deployment-tiers", options.Folder, $"The plan runs on {string.Join(", ", tiers)}, and the tiers stand as {string.Join(", ", bed.System.Tiers.Select(t => t.Name))}.", "Use the tiers file that the plan was made for.");
        var running = new RunningTiers(bed, options);
        try
        {
            for (int t = tiers.Length - 1; t > 0; t--)
                await running.ServeAsync(t, cancellation).ConfigureAwait(false);
            string report = await running.DeviceAsync(progress, cancellation).ConfigureAwait(false);
            return new DeploymentResult(JsonSerializer.Deserialize(report, PlanReportJson.Default.PlanReport)! with { Data = options.Data }, bed.NotLimited) { SentBytes = running.SentBytes };
        }
        catch (ChildProcessException failure) when (tiers.Select(bed.Blame).OfType<string>().FirstOrDefault() is string blame)
        {
            throw new ChildProcessException(failure.Verb, $"{blame} {failure.Errors}");
        }
        finally
        {
            await running.DisposeAsync().ConfigureAwait(false);
        }
    }
}

/// <summary>What a deployed plan measured.</summary>
/// <param name="Report">The device's report.</param>
/// <param name="NotLimited">Limits of tiers that could not be set here, in words: their times are those of this machine without them.</param>
public sealed record DeploymentResult(PlanReport Report, IReadOnlyList<string> NotLimited)
{
    /// <summary>Bytes of files that had to be brought to real machines; what was there already is not sent again.</summary>
    public long SentBytes { get; init; }
}
