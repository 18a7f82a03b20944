using System.Diagnostics;
using Fulcrum.Lab.Emulation;
using Fulcrum.Lab.Processes;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Lab.Calibration;

/// <summary>Processes that spin under a tier's quota, and what they get.</summary>
internal static class CpuCalibration
{
    // A whole number of the quota's periods, so that where it begins in one makes no difference.
    private const double Seconds = 2;

    public static async Task<CalibratedTier> MeasureAsync(TestBed bed, Tier tier, CancellationToken cancellation)
    {
        var spinners = new List<Process>();
        try
        {
            for (int i = 0; i < Math.Ceiling(tier.Cores!.Value); i++)
                spinners.Add(bed.Inside(tier.Name, new FulcrumCommand("/bin/sh", ["-c", "while :; do :; done"])).Start());
            await Task.Delay(TimeSpan.FromSeconds(0.3), cancellation).ConfigureAwait(false);
            double first = await ShareAsync(spinners, cancellation).ConfigureAwait(false);
            return new CalibratedTier(tier.Name, new Calibrated(tier.Cores.Value, first, await ShareAsync(spinners, cancellation).ConfigureAwait(false)));
        }
        finally
        {
            foreach (Process spinner in spinners)
            {
                spinner.Kill(entireProcessTree: true);
                await spinner.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
                spinner.Dispose();
            }
        }
    }

    private static async Task<double> ShareAsync(List<Process> spinners, CancellationToken cancellation)
    {
        (double before, long began) = (Used(spinners), Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(Seconds), cancellation).ConfigureAwait(false);
        return (Used(spinners) - before) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static double Used(List<Process> spinners)
    {
        double sum = 0;
        foreach (Process spinner in spinners)
        {
            spinner.Refresh();
            sum += spinner.TotalProcessorTime.TotalSeconds;
        }

        return sum;
    }
}
