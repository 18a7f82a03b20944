using System.Globalization;
using Fulcrum.Lab.Calibration;
using Fulcrum.Planning.Tiers;
using static Fulcrum.Lab.Reporting.Figures;

namespace Fulcrum.Lab.Reporting;

/// <summary>How a study was made, and what its figures cannot say.</summary>
internal static class MethodSections
{
    public static ReportSection Method(StudySummary study) => new("How this was measured",
    [
        new ReportText(string.Create(CultureInfo.InvariantCulture,
            $"Asked for, of every strategy: {study.Design.Warmup} requests that do not count and {study.Design.Runs} that do, one at a time, {(study.Design.Rounds > 1 ? $"in {study.Design.Rounds} rounds, each in an order of its own" : "in one round of random order")} (seed {study.State.Seed}), every strategy in fresh processes.")),
        new ReportTable("Tiers", ["tier", "cores", "slower by", "memory"], [.. study.Design.System.Tiers.Select(t => (IReadOnlyList<string>)[t.Name, t.Cores is double cores ? Number(cores) : "all", $"{t.Slowdown}", t.MemoryBytes >= long.MaxValue / 2 ? "all" : $"{Number(t.MemoryBytes / (1 << 20))} MiB"])]),
        new ReportTable("Links", ["link", "up Mbit/s", "down Mbit/s", "round trip ms"], [.. study.Design.System.Links.Select(l => (IReadOnlyList<string>)[$"{l.From}-{l.To}", Number(l.UpBitsPerSecond / 1e6), Number(l.DownBitsPerSecond / 1e6), Number(1e3 * l.RttSeconds)])]),
        .. Emulation(study),
        .. RealMachineSections.Method(study),
        new ReportTable("Machine", ["", ""],
        [
            ["system", study.State.Machine.System], ["processor", study.State.Machine.Processor ?? "unknown"], ["processors", $"{study.State.Machine.Threads}"], ["vector instructions", string.Join(", ", study.State.Machine.VectorInstructions)],
            ["ONNX Runtime", study.State.Machine.OnnxRuntime ?? "unknown"], [".NET", study.State.Machine.DotNet], ["noise before the study (p90 over median)", Number(study.State.Machine.Noise)],
        ]),
    ]);

    /// <summary>What stood for the tiers, and how near it came to what was asked for.</summary>
    private static IEnumerable<ReportBlock> Emulation(StudySummary study)
    {
        if (study.Emulation is not { } emulation)
            yield break;
        if (study.Design.System.Tiers.Any(t => !t.IsReal))
        {
            string tiers = study.Design.System.Tiers.Any(t => t.IsReal) ? "Tiers of the machine below" : "Tiers";
            yield return new ReportText(emulation.LoopbackReason is null
                ? $"{tiers} were network namespaces with CPU quotas, links were held to their rates by the kernel; delays are added in the transport (docs/emulation.md)."
                : $"{tiers} were processes on loopback with CPU quotas, links between them were imitated in the transport, because {emulation.LoopbackReason} (docs/emulation.md).");
        }

        if (emulation.NotLimited.Count > 0)
            yield return new ReportText($"Not set: {string.Join(", ", emulation.NotLimited)}.");
        if (emulation.Calibration is not { } found)
            yield break;
        IReadOnlyList<string> Row(string what, string unit, Calibrated figure, double scale) =>
            [what, unit, Number(scale * figure.Requested), Number(scale * figure.Measured), Number(100 * figure.Error), Number(100 * figure.Spread)];
        if (found.Tiers.Count + found.Links.Count > 0)
            yield return new ReportTable("Asked for and measured before the study", ["what", "unit", "asked for", "measured", "off by %", "A/A %"],
        [
            .. found.Tiers.Select(t => Row(t.Tier, "cores", t.Cores, 1)),
            .. found.Links.SelectMany(l => (IReadOnlyList<string>[])
            [
                Row($"{l.From}-{l.To} up", "Mbit/s", l.UpBitsPerSecond, 1e-6), Row($"{l.From}-{l.To} down", "Mbit/s", l.DownBitsPerSecond, 1e-6), Row($"{l.From}-{l.To} round trip", "ms", l.RoundTripSeconds, 1e3),
            ]),
        ]);
    }

    /// <summary>Filled in from what was really done.</summary>
    public static ReportSection Threats(StudySummary study)
    {
        List<string> threats = [];
        double cores = study.Design.System.Tiers.Sum(t => t.Cores ?? study.State.Machine.Threads);
        IReadOnlyList<Tier> emulated = [.. study.Design.System.Tiers.Where(t => !t.IsReal)];
        if (emulated.Count < study.Design.System.Tiers.Count)
            threats.AddRange(RealMachineSections.Threats(study));
        else
            threats.Add(string.Create(CultureInfo.InvariantCulture, $"External: all tiers ran on one machine with {study.State.Machine.Threads} processors{(cores > study.State.Machine.Threads ? $", which is less than the {cores:0.##} cores of the tiers together; with one request at a time only one tier computes" : "")}. No accelerator was used."));
        string[] whole = [.. emulated.Where(t => t.Cores is null && t.Slowdown == 1).Select(t => t.Name)], slowed = [.. study.Design.System.Tiers.Where(t => t.Slowdown > 1).Select(t => $"{t.Name} ({t.Slowdown} times)")];
        if (whole.Length > 0)
            threats.Add($"Construct: {string.Join(", ", whole)} had no CPU quota and are as fast as the machine.");
        if (slowed.Length > 0)
            threats.Add($"Construct: {string.Join(", ", slowed)} did the work several times over, which slows every op alike; a slower processor does not.");
        if (emulated.Any(t => t.Cores > study.State.Machine.Threads))
            threats.Add($"Construct: {string.Join(", ", emulated.Where(t => t.Cores > study.State.Machine.Threads).Select(t => t.Name))} asked for more cores than there are.");
        if (study.Design.Conditions.Count == 1)
            threats.Add("Construct: one rate for each link. Which strategy is best changes with it; a sweep would show where.");
        if (study.State.Machine.Noise > 1.1)
            threats.Add(string.Create(CultureInfo.InvariantCulture, $"Internal: the machine was not quiet before the study: the same work took {study.State.Machine.Noise:0.00} times its median at the 90th percentile."));
        threats.Add(study.Controls.Count > 0
            ? string.Create(CultureInfo.InvariantCulture, $"Internal: two equal strategies differ by {study.Spread:0.000} times here; the order was random{(study.Design.Rounds > 1 ? " and interleaved, so that slow minutes hit all alike" : ", but of one round, so that a slow minute hits one strategy")}.")
            : "Internal: without a control nothing says how far equal strategies differ here.");
        if (study.Design.Conditions.Count > 1)
            threats.Add("Internal: within a round all strategies run under one rate before the next one, so rates are further apart in time than strategies are.");
        foreach (string fault in study.Emulation?.Calibration?.Faults ?? [])
            threats.Add($"Construct: the machine could not hold what was asked for: {fault}.");
        int normal = study.Operators.SelectMany(o => o.Normality).Count(n => n.Normal == true), tested = study.Operators.SelectMany(o => o.Normality).Count(n => n.Normal is not null);
        if (tested > 0)
            threats.Add($"Conclusion: {tested - normal} of {tested} strategies are not normally distributed, hence tests by ranks. Requests of one process hang together, which those tests do not know: "
                + (study.Design.Rounds >= StudySummary.TellingRounds ? $"what the {study.Design.Rounds} rounds do not confirm is marked (the paired t-test of their medians' logarithms, Holm at 0.05)."
                : $"from {StudySummary.TellingRounds} rounds on, differences are asked of rounds too; this study had {study.Design.Rounds}."));
        if (study.Design.Runs < 100)
            threats.Add($"Conclusion: {study.Design.Runs} runs of a strategy; the studies took 500. Intervals say what that means for medians.");
        string[] unjudged = [.. study.Design.Models.Where(m => !m.IsJudged).Select(m => m.Name)];
        if (unjudged.Length > 0)
            threats.Add($"Construct: no labels judged {string.Join(", ", unjudged)}: only times mean anything there.");
        int failed = study.Cells.Count(c => c.Failure is not null);
        if (failed > 0)
            threats.Add($"Conclusion: {failed} of {study.Cells.Count} strategies could not run, or not to the end; what was measured of them before is compared, the rest is missing.");
        int open = study.Cells.Count(c => c.Failure is null && !c.IsComplete(study.Design));
        if (open > 0)
            threats.Add($"Conclusion: the study is not at its end: {open} of {study.Cells.Count} strategies have fewer requests than it asks for.");
        return new ReportSection("Threats to validity", [new ReportList(threats)]);
    }
}
