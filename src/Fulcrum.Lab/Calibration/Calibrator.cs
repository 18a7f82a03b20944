using Fulcrum.Lab.Emulation;
using Fulcrum.Lab.Processes;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Calibration;

/// <summary>Compares what a test bed gives with what was asked for.</summary>
public static class Calibrator
{
    /// <summary>How far a rate may be off: 5 %.</summary>
    public const double RateTolerance = 0.05;

    /// <summary>How far a CPU share may be off: 10 %.</summary>
    public const double CpuTolerance = 0.1;

    private const double Mega = 1e-6;

    /// <summary>Measures everything twice, one after the other; a few seconds for each tier with a quota and for each link.</summary>
    /// <param name="bed">What to measure.</param>
    /// <param name="progress">Tiers and links done.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ChildProcessException">A measuring process failed.</exception>
    public static async Task<CalibrationResult> RunAsync(TestBed bed, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        Tier[] limited = [.. bed.System.Tiers.Where(t => t.Cores is not null && !t.IsReal)];
        TierLink[] linked = [.. bed.System.Links.Where(l => bed.Shape(l.From) is not null)];
        var tiers = new List<CalibratedTier>();
        var links = new List<CalibratedLink>();
        foreach (Tier tier in limited)
        {
            Report();
            tiers.Add(await CpuCalibration.MeasureAsync(bed, tier, cancellation).ConfigureAwait(false));
        }

        foreach (TierLink link in linked)
        {
            Report();
            links.Add(await LinkCalibration.MeasureAsync(bed, link, cancellation).ConfigureAwait(false));
        }

        Report();
        return new CalibrationResult(tiers, links, [.. Faults(tiers, links), .. bed.NotLimited.Select(n => $"{n} cannot be set here")]);
        void Report() => progress?.Report(new WorkProgress("calibrating", tiers.Count + links.Count, limited.Length + linked.Length));
    }

    /// <summary>What is off by more than it may be.</summary>
    internal static IEnumerable<string> Faults(IEnumerable<CalibratedTier> tiers, IEnumerable<CalibratedLink> links) => tiers
        .Select(t => t.Cores.Fault($"tier {t.Tier}", "cores", 1, CpuTolerance))
        .Concat(links.SelectMany(l => new[]
        {
            l.UpBitsPerSecond.Fault($"link {l.From} to {l.To}, up", "Mbit/s", Mega, RateTolerance),
            l.DownBitsPerSecond.Fault($"link {l.From} to {l.To}, down", "Mbit/s", Mega, RateTolerance),
        })).OfType<string>();
}
