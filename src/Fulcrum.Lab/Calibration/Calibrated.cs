using System.Globalization;

namespace Fulcrum.Lab.Calibration;

/// <summary>A figure that was asked for and measured twice.</summary>
/// <param name="Requested">What was asked for.</param>
/// <param name="First">Measured first.</param>
/// <param name="Second">The same again.</param>
public sealed record Calibrated(double Requested, double First, double Second)
{
    /// <summary>Mean of the two.</summary>
    public double Measured => (First + Second) / 2;

    /// <summary>Difference of the two over their mean: what two measurements of the same thing differ by here (A/A).</summary>
    public double Spread => Measured > 0 ? Math.Abs(First - Second) / Measured : 0;

    /// <summary>How far it is off, over what was asked for; negative: less.</summary>
    public double Error => (Measured - Requested) / Requested;

    /// <summary>A sentence when it is off by more than a share; null otherwise.</summary>
    internal string? Fault(string what, string unit, double scale, double tolerance) => Math.Abs(Error) <= tolerance
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{what}: {scale * Measured:0.###} {unit} measured, {scale * Requested:0.###} asked for ({100 * Error:+0.0;-0.0} %)");
}

/// <summary>A tier as measured.</summary>
/// <param name="Tier">Its name.</param>
/// <param name="Cores">CPU time over wall time of processes that spin under its quota.</param>
public sealed record CalibratedTier(string Tier, Calibrated Cores);

/// <summary>A link as measured.</summary>
/// <param name="From">The tier it starts from.</param>
/// <param name="To">The tier it leads to.</param>
/// <param name="UpBitsPerSecond">Payload away from the user.</param>
/// <param name="DownBitsPerSecond">Payload towards the user.</param>
/// <param name="RoundTripSeconds">A byte there and back; asked for: round trip and median jitter.</param>
public sealed record CalibratedLink(string From, string To, Calibrated UpBitsPerSecond, Calibrated DownBitsPerSecond, Calibrated RoundTripSeconds);

/// <summary>A test bed as measured.</summary>
/// <param name="Tiers">Tiers with a CPU quota.</param>
/// <param name="Links">Links that are emulated.</param>
/// <param name="Faults">What the machine cannot hold, one sentence each; empty: everything is as asked for.</param>
public sealed record CalibrationResult(IReadOnlyList<CalibratedTier> Tiers, IReadOnlyList<CalibratedLink> Links, IReadOnlyList<string> Faults);
