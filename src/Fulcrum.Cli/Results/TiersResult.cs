using Fulcrum.Lab.Calibration;
using Fulcrum.Lab.Emulation;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Cli.Results;

/// <summary>Result of `tiers`.</summary>
/// <param name="Path">The file.</param>
/// <param name="Tiers">In order from the user on.</param>
/// <param name="Links">From each tier to the next.</param>
/// <param name="Emulation">What was brought up; null without --calibrate.</param>
internal sealed record TiersResult(string Path, IReadOnlyList<TierRow> Tiers, IReadOnlyList<LinkRow> Links, EmulationRow? Emulation)
{
    public static TiersResult Of(string path, TierSystem system, EmulationRow? emulation) => new(path, [.. system.Tiers.Select(TierRow.Of)], [.. system.Links.Select(LinkRow.Of)], emulation);
}

/// <summary>A tier as asked for; null where there is no limit or figure.</summary>
internal sealed record TierRow(string Name, double? Cores, double? MemoryBytes, double ClockHz, string? Profile, string? Accelerator, string? Host, string? Ssh, string? Program, double? PowerWatts, double UsdPerSecond, double UsdPerRequest, bool HoldsModels)
{
    public static TierRow Of(Tier t) => new(t.Name, t.Cores, double.IsFinite(t.MemoryBytes) ? t.MemoryBytes : null, t.ClockHz, t.Profile, t.Accelerator, t.Host?.ToString(), t.Ssh, t.Ssh is null ? null : t.Program, t.PowerWatts, t.Price.PerSecond, t.Price.PerRequest, t.HoldsModels);
}

/// <summary>A link as asked for; jitter in seconds, loss as a share.</summary>
internal sealed record LinkRow(string From, string To, double UpBitsPerSecond, double DownBitsPerSecond, double RttSeconds, string? JitterShape, double JitterP50, double JitterP99, double Loss)
{
    public static LinkRow Of(TierLink l) => new(
        l.From, l.To, l.UpBitsPerSecond, l.DownBitsPerSecond, l.RttSeconds, l.Jitter.Shape == Fulcrum.Planning.Tiers.JitterShape.None ? null : l.Jitter.Shape.ToString().ToLowerInvariant(), l.Jitter.P50, l.Jitter.P99, l.Loss);
}

/// <summary>What was brought up, and what it measured.</summary>
/// <param name="Kind"><c>namespaces</c> or <c>loopback</c>.</param>
/// <param name="Reason">Why loopback; null for namespaces.</param>
/// <param name="Calibration">Asked for and measured.</param>
/// <param name="Machines">Tiers that are machines of their own: nothing of them, nor of the links to them, is measured.</param>
internal sealed record EmulationRow(string Kind, string? Reason, CalibrationResult Calibration, IReadOnlyList<RealMachine> Machines);
