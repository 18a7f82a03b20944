using System.CommandLine;
using Fulcrum.Cli.Applying;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Graphs.Editing;
using Fulcrum.Onnx;
using Fulcrum.Operators.Rules;
using Fulcrum.Problems;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`convert MODEL -o FILE`: the same model written another way.</summary>
internal static class ConvertVerb
{
    private static readonly Argument<string> ModelPath = new("MODEL") { Description = "The .onnx model, or a packed one." };
    private static readonly Option<string> Out = new("--out", "-o") { Description = "The model file to write.", Required = true };
    private static readonly Option<string> External = new("--external-data")
    {
        Description = "Where weights go: auto (as they were), embed (into the model file, up to 2 GiB), beside (into FILE.data).",
        DefaultValueFactory = _ => "auto",
    };

    private static readonly Option<bool> Clean = new("--clean") { Description = "Turn Constant nodes into initializers and drop Identity and inference-time Dropout." };

    public static Command Create()
    {
        External.AcceptOnlyFromAmong("auto", "embed", "beside");
        return new Command("convert", "Write a model another way: weights inside or beside it, cleaned.") { ModelPath, Out, External, Clean }.Runs(Run);
    }

    private static Task<int> Run(VerbContext context)
    {
        Model model = PackedOutput.Read(context.Value(ModelPath));
        GraphChecker.Require(model);
        IReadOnlyList<RuleRecord> records = [];
        if (context.Value(Clean))
            (model, records) = RuleDriver.Apply(model, new ConstantToInitializerRule(), new IdentityRule());
        context.Progress.Report(new WorkProgress("Writing", 0, 0));
        IReadOnlyList<PreparedFile> files = OnnxFile.Prepare(model, context.Value(Out), Enum.Parse<ExternalData>(context.Value(External), ignoreCase: true));
        AtomicFile.WriteAll([.. files.Select(f => (f.Path, f.Write))]);
        var result = new ConvertResult([.. files.Select(f => new ConvertedFile(f.Path, f.Length))], [.. records.Select(r => $"{r.Rule}: {r.Node}")], []);
        context.Print(result, CliJson.Default.ConvertResult, console => Show(console, result));
        return Task.FromResult(ExitCodes.Done);
    }

    private static void Show(IAnsiConsole console, ConvertResult result)
    {
        foreach (ConvertedFile file in result.Files)
            console.WriteLine($"{ResultTable.Plain(file.Path)}: {Human.Bytes(file.Bytes)}");
        if (result.Edits.Count > 0)
            console.WriteLine($"{result.Edits.Count} edits: {string.Join(", ", result.Edits.GroupBy(e => e.Split(':')[0]).Select(g => $"{g.Count()} {g.Key}"))}");
    }
}
