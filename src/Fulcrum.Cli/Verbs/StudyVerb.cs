using System.CommandLine;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Lab.Studies;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`study run FILE -o DIR`, `study resume DIR`: models x operators x placements, measured on emulated tiers.</summary>
internal static class StudyVerb
{
    private static readonly Argument<string> StudyPath = new("FILE") { Description = "The study file (.yaml or .json)." };
    private static readonly Argument<string> Begun = new("DIR") { Description = "The folder of a study that was begun." };
    private static readonly Option<string> Out = new("--out", "-o") { Description = "The study's folder: everything that is made and measured.", Required = true };

    public static Command Create() => new("study", "Measure operators on emulated tiers.")
    {
        new Command("run", "Run a study.") { StudyPath, Out }.Runs(context =>
        {
            StudyDesign design = StudyFile.Read(context.Value(StudyPath));
            return Run(context, design, StudyStore.Begin(context.Value(Out), context.Value(StudyPath), design, context.Seed));
        }),
        new Command("resume", "Go on with a study; what failed is tried again.") { Begun }.Runs(context =>
        {
            var store = StudyStore.Resume(context.Value(Begun));
            return Run(context, store.State.Design, store);
        }),
    };

    private static async Task<int> Run(VerbContext context, StudyDesign design, StudyStore store)
    {
        using StudyStore held = store;
        try
        {
            await new StudyRun(ThisProgram.Command(), design, store, context.Progress, context.Note).RunAsync(context.Cancellation).ConfigureAwait(false);
        }
        catch
        {
            context.Note($"What was measured is kept: fulcrum study resume {store.Folder} goes on.");
            throw;
        }

        StudyResult result = Summary(design, store);
        context.Print(result, CliJson.Default.StudyResult, console => Show(console, result));
        return result.Cells.Any(c => c.Failure is not null || c.MedianMs is null) ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static StudyResult Summary(StudyDesign design, StudyStore store) => new(
        design.Name, store.Folder, [.. StudyCell.Of(design, store).Select(c => new StudyResultCell(
            c.Strategy.Model.Name, c.Strategy.OperatorName, c.Strategy.Placement.Name, c.Strategy.ModeName, c.Strategy.Conditions.Name, c.LatenciesMs.Count, c.MedianMs, c.Accuracy?.Value, c.Right, c.Failure))]);

    private static void Show(IAnsiConsole console, StudyResult result)
    {
        Table table = ResultTable.Create("model", "operator", "tier", "mode", "links", "runs", "median", "score", "").Right(5, 6, 7);
        foreach (StudyResultCell cell in result.Cells)
            table.Row(cell.Model, cell.Operator, cell.Tier, cell.Mode, cell.Links, $"{cell.Runs}", cell.MedianMs is double ms ? FormattableString.Invariant($"{ms:0.00} ms") : "-", cell.Score is double score ? FormattableString.Invariant($"{100 * score:0.00} %") : "-", cell.Failure ?? "");
        console.Write(table);
        console.WriteLine($"Every request is in {result.Path}: samples.csv; `fulcrum report {result.Path}` shows what they say.");
    }
}
