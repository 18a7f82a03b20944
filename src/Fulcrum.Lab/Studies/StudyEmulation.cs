using Fulcrum.Lab.Calibration;
using Fulcrum.Lab.Emulation;

namespace Fulcrum.Lab.Studies;

/// <summary>What stood for the tiers of a study.</summary>
/// <param name="Kind"><c>namespaces</c>, or <c>loopback</c>.</param>
/// <param name="LoopbackReason">Why it was loopback; null for namespaces.</param>
/// <param name="NotLimited">Limits of tiers that could not be set.</param>
/// <param name="Calibration">What was measured beside what was asked for, under the first conditions; null where the study says <c>calibrate: false</c>.</param>
public sealed record StudyEmulation(string Kind, string? LoopbackReason, IReadOnlyList<string> NotLimited, CalibrationResult? Calibration)
{
    /// <summary>Tiers that were machines of their own; null in studies from before there were any.</summary>
    public IReadOnlyList<RealMachine>? Machines { get; init; }

    /// <summary>How a kind is written.</summary>
    public static string NameOf(TestBedKind kind) => kind == TestBedKind.Namespaces ? "namespaces" : "loopback";
}
