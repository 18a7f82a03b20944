using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fulcrum.Lab.Emulation;
using Fulcrum.Lab.Processes;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Lab.Calibration;

/// <summary>A link measured by a process at each end, in the tiers' namespaces but not under their quotas: the link is meant, not the tier.</summary>
internal static class LinkCalibration
{
    private const double Seconds = 1.2;
    private const long LeastBytes = 6 * 1448, MostBytes = 64 << 20;

    public static async Task<CalibratedLink> MeasureAsync(TestBed bed, TierLink link, CancellationToken cancellation)
    {
        using Process answering = bed.Unlimited(link.To).Start("linktrial", "--listen", bed.Address(link.To).ToString());
        using Process asking = await AskAsync(bed, link, answering, cancellation).ConfigureAwait(false);
        try
        {
            using CancellationTokenRegistration stop = cancellation.Register(() => asking.Kill(entireProcessTree: true));
            Task<string> errors = asking.StandardError.ReadToEndAsync(CancellationToken.None);
            string output = await asking.StandardOutput.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
            await asking.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return asking.ExitCode == 0 ? Of(link, JsonSerializer.Deserialize(output, LinkTrialJson.Default.LinkTrialArray)!) : throw new ChildProcessException("linktrial", await errors.ConfigureAwait(false));
        }
        finally
        {
            answering.Kill(entireProcessTree: true);
            await answering.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<Process> AskAsync(TestBed bed, TierLink link, Process answering, CancellationToken cancellation)
    {
        try
        {
            string where = await answering.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false) ?? throw new ChildProcessException("linktrial", await answering.StandardError.ReadToEndAsync(cancellation).ConfigureAwait(false));
            return bed.Unlimited(link.From).Start(["linktrial", "--ask", where, "--up-bytes", Bytes(link.UpBitsPerSecond), "--down-bytes", Bytes(link.DownBitsPerSecond), .. bed.LinkArguments(link.From)]);
        }
        catch
        {
            answering.Kill(entireProcessTree: true);
            await answering.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private static CalibratedLink Of(TierLink link, LinkTrial[] trials) => new(
        link.From, link.To,
        new Calibrated(link.UpBitsPerSecond, trials[0].UpBitsPerSecond, trials[1].UpBitsPerSecond),
        new Calibrated(link.DownBitsPerSecond, trials[0].DownBitsPerSecond, trials[1].DownBitsPerSecond),
        new Calibrated(link.RttSeconds + link.Jitter.P50, trials[0].RoundTripSeconds, trials[1].RoundTripSeconds));

    private static string Bytes(double bitsPerSecond) => ((long)Math.Clamp(bitsPerSecond / 8 * Seconds, LeastBytes, MostBytes)).ToString(CultureInfo.InvariantCulture);
}
