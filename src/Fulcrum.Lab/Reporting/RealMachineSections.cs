using Fulcrum.Lab.Emulation;
using Fulcrum.Planning.Tiers;
using static Fulcrum.Lab.Reporting.Figures;

namespace Fulcrum.Lab.Reporting;

/// <summary>What reports say of tiers that were machines of their own.</summary>
internal static class RealMachineSections
{
    public static IEnumerable<ReportBlock> Method(StudySummary study)
    {
        if (study.Emulation?.Machines is not { Count: > 0 } machines)
            yield break;
        yield return new ReportText($"Machines of their own: {string.Join(", ", machines.Select(m => m.Tier))}. Cores, memory and links of the tiers file are not imposed on them: their times are those of the machines and of the network as it was.");
        RealMachine[] known = [.. machines.Where(m => m.Facts is not null)];
        if (known.Length > 0)
        {
            yield return new ReportTable("Machines of their own", ["tier", "system", "processor", "processors", "memory MiB", "ONNX Runtime", ".NET", "Fulcrum"],
            [
                .. known.Select(m => (IReadOnlyList<string>)[m.Tier, m.Facts!.System, m.Facts.Processor ?? "unknown", $"{m.Facts.Threads}", Number(m.Facts.MemoryBytes / (1 << 20)), m.Facts.OnnxRuntime ?? "unknown", m.Facts.DotNet, m.Version ?? ""]),
            ]);
        }
    }

    public static IEnumerable<string> Threats(StudySummary study)
    {
        IReadOnlyList<Tier> tiers = study.Design.System.Tiers;
        string[] real = [.. tiers.Where(t => t.IsReal).Select(t => t.Name)], emulated = [.. tiers.Where(t => !t.IsReal).Select(t => t.Name)];
        yield return $"External: {string.Join(", ", real)} {(real.Length == 1 ? "was a machine of its own" : "were machines of their own")}{(emulated.Length > 0 ? $", {string.Join(", ", emulated)} ran where the study was started" : "")}; other machines of their kind, and other networks, differ.";
        yield return "Internal: nothing says what else those machines and the network between them did meanwhile.";
    }
}
