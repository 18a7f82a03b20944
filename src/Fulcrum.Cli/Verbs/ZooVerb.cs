using System.CommandLine;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Onnx;
using Fulcrum.Ops.Analysis;
using Fulcrum.Problems;
using Fulcrum.Zoo;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`zoo NAME -o FILE.onnx`: an architecture of the studies with seeded random weights.</summary>
internal static class ZooVerb
{
    private static readonly Argument<string> Name = new("NAME") { Description = $"One of: {string.Join(", ", ZooCatalog.Names)}." };
    private static readonly Option<string> Out = new("--out", "-o") { Description = "The model file to write.", Required = true };

    public static Command Create() => new Command("zoo", "Write an architecture of the studies with random weights.") { Name, Out }.Runs(Run);

    private static Task<int> Run(VerbContext context)
    {
        (string name, string path) = (context.Value(Name), context.Value(Out));
        context.Progress.Report(new WorkProgress($"Making {name}", 0, 0));
        Graphs.Model model = ZooCatalog.Create(name, context.Seed);
        context.Progress.Report(new WorkProgress($"Writing {name}", 0, 0));
        OnnxFile.Write(model, path);
        var result = new ZooResult(name, path, ModelAnalyser.Summarise(model).Parameters, new FileInfo(path).Length);
        context.Print(result, CliJson.Default.ZooResult, console => console.MarkupLineInterpolated(
            $"{path}: {Human.Count(result.Parameters)} parameters with random weights, {Human.Bytes(result.Bytes)}"));
        return Task.FromResult(ExitCodes.Done);
    }
}
