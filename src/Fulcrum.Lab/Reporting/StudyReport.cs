using System.Text;
using System.Text.Json;
using Fulcrum.Lab.Studies;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Reporting;

/// <summary>A study's report: <c>report.html</c> (self-contained), <c>report.md</c> with its figures beside it, <c>cells.csv</c>, <c>report.json</c>. Measuring is done once, reports are written as often as wanted.</summary>
public static class StudyReport
{
    /// <summary>The sections, top to bottom.</summary>
    public static IReadOnlyList<ReportSection> Sections(StudySummary study) =>
    [
        .. new ReportSection?[]
        {
            StudySections.InShort(study), StudySections.Failures(study), StudySections.Latency(study), StudySections.Phases(study), StudySections.Modes(study), StudySections.Accuracy(study), StudySections.Front(study), ComparisonSections.Speedups(study),
            ComparisonSections.Operators(study), ComparisonSections.Tiers(study), StudySections.Load(study), ComparisonSections.Controls(study), MethodSections.Threats(study), MethodSections.Method(study),
        }.OfType<ReportSection>(),
    ];

    /// <summary>Writes all files, all or none.</summary>
    /// <returns>Their paths, the page first.</returns>
    public static IReadOnlyList<string> Write(string folder, StudySummary study, StudyReportData data)
    {
        IReadOnlyList<ReportSection> sections = Sections(study);
        string title = $"{study.Design.Name}: where should it run?";
        (string Name, string Text)[] files =
        [
            ("report.html", HtmlReport.Render(title, sections)),
            ("report.md", MarkdownReport.Render(title, sections)),
            ("report.json", JsonSerializer.Serialize(data, ReportJson.Default.StudyReportData)),
            ("cells.csv", Csv(data)),
            .. sections.SelectMany(s => s.Blocks).OfType<ReportFigure>().Select(f => (MarkdownReport.FileOf(f), f.Svg)),
        ];
        AtomicFile.WriteAll([.. files.Select(f => (Path.Combine(folder, f.Name), (Action<Stream>)(stream => stream.Write(Encoding.UTF8.GetBytes(f.Text)))))]);
        return [.. files.Select(f => Path.Combine(folder, f.Name))];
    }

    private static string Csv(StudyReportData data) => string.Join('\n',
    [
        "model,operator,tier,mode,links_mbps,runs,median_s,device_ms,transmission_ms,servers_ms,rest_ms,score,drop_points,right,failure",
        .. data.Cells.Select(c => string.Join(',', [
            c.Model, c.Operator, c.Tier, c.Mode, c.Links, Text(c.Runs), Text(c.MedianMs / 1e3), .. c.PhasesMs.Select(p => Text(p)), Text(c.Score), Text(c.DropPoints), Text(c.Right), Quoted(c.Failure)])),
        "",
    ]);

    private static string Text(double? value) => value?.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private static string Quoted(string? text) => text is null ? "" : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal).ReplaceLineEndings(" ")}\"";
}
