using Fulcrum.Lab.Emulation;
using Fulcrum.Lab.Reporting;
using Fulcrum.Lab.Studies;
using Fulcrum.Lab.Tests.Studies;
using Fulcrum.Planning.Tiers;
using static Fulcrum.Lab.Tests.Reporting.StudyReportTests;

namespace Fulcrum.Lab.Tests.Reporting;

/// <summary>Reports over tiers that were machines of their own.</summary>
public sealed class RealMachineReportTests
{
    [Fact]
    public void Method_MachinesOfTheirOwn_AreNamedWithWhatTheyAre()
    {
        IReadOnlyList<Tier> tiers = MadeStudy.Tiers.Tiers;
        var system = new TierSystem([tiers[0], tiers[1] with { Ssh = "mid" }, tiers[2] with { Host = new Uri("http://192.0.2.1:80") }], MadeStudy.Tiers.Links);
        using var made = new MadeStudy(MadeStudy.Small with { System = system });
        made.Measure(made.Find("A", "near"), 10);
        made.Open().Emulation = new StudyEmulation("loopback", "tier 'mid' is a real machine", [], null) { Machines = [new RealMachine("mid", "0.1.0", made.State.Machine), new RealMachine("far", null, null)] };
        StudySummary study = new(made.Open());
        string threats = string.Join('\n', Threats(study)), method = MarkdownReport.Render("t", [Section(study, "How this was measured")]);
        Assert.Contains("Machines of their own: mid, far.", method);
        Assert.Contains("| mid | a system |", method);
        Assert.Contains("Tiers of the machine below were processes on loopback", method);
        Assert.Contains("mid, far were machines of their own, near ran where the study was started", threats);
        Assert.DoesNotContain("all tiers ran on one machine", threats);
    }
}
