using System.CommandLine;
using Fulcrum.Cli.Terminal;
using Fulcrum.Lab.Reporting;
using Fulcrum.Lab.Studies;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`report DIR [-o DIR]`: what the measurements of a study say.</summary>
internal static class ReportVerb
{
    private static readonly Argument<string> Study = new("DIR") { Description = "A study's folder." };
    private static readonly Option<string?> Out = new("--out", "-o") { Description = "Where the report is written. Default: DIR/report." };

    public static Command Create() => new Command("report", "Write the report of a study: HTML, Markdown, CSV and JSON.") { Study, Out }.Runs(Run);

    private static Task<int> Run(VerbContext context)
    {
        string folder = context.Value(Study);
        var study = new StudySummary(StudyStore.Open(folder));
        var data = StudyReportData.Of(study);
        IReadOnlyList<string> files = StudyReport.Write(context.Value(Out) ?? Path.Combine(folder, "report"), study, data);
        context.Print(data, ReportJson.Default.StudyReportData, console => console.WriteLine(files[0]));
        return Task.FromResult(ExitCodes.Done);
    }
}
