using System.CommandLine;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Ops;
using Fulcrum.Ops.Analysis;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`validate MODEL`: everything that is wrong with a model.</summary>
internal static class ValidateVerb
{
    private static readonly string[] Levels = ["structure", "ops", "types", "data", "run"];
    private static readonly Argument<string> ModelPath = new("MODEL") { Description = "The .onnx model." };
    private static readonly Option<string> Level = new("--level")
    {
        Description = "How closely: structure, ops (versions, counts), types (shapes, scales), data (weights are finite), run (ONNX Runtime takes it). Each includes those before.",
        DefaultValueFactory = _ => "types",
    };

    public static Command Create()
    {
        Level.AcceptOnlyFromAmong(Levels);
        return new Command("validate", "Say everything that is wrong with a model.") { ModelPath, Level }.Runs(Run);
    }

    private static Task<int> Run(VerbContext context)
    {
        (string path, string level) = (context.Value(ModelPath), context.Value(Level));
        (IReadOnlyList<Problem> problems, IReadOnlyList<string> unknown) = Check(context, path, level);
        var result = new ValidateResult(path, level, problems.Count == 0, problems, unknown);
        context.Print(result, CliJson.Default.ValidateResult, console => Show(console, result));
        return Task.FromResult(problems.Count == 0 ? ExitCodes.Done : ExitCodes.BadInput);
    }

    private static (IReadOnlyList<Problem> Problems, IReadOnlyList<string> Unknown) Check(VerbContext context, string path, string level)
    {
        try
        {
            Model model = OnnxFile.Read(path);
            IReadOnlyList<Problem> problems = ModelChecker.Check(model, (CheckLevel)Math.Min(Array.IndexOf(Levels, level), (int)CheckLevel.Data));
            if (problems.Count > 0)
                return (problems, []);
            if (level == "run")
                new OnnxRuntimeRunner(context.Threads).Load(model).Dispose();
            return ([], ModelAnalyser.Summarise(model).Unknown);
        }
        catch (InputException refused)
        {
            return (refused.Problems, []);
        }
    }

    private static void Show(IAnsiConsole console, ValidateResult result)
    {
        foreach (Problem problem in result.Problems)
            console.WriteLine(ResultTable.Plain(problem.Message) + $" [{problem.Code}] at {ResultTable.Plain(problem.Place)}. {problem.Remedy}");
        console.WriteLine(result.Valid ? $"{ResultTable.Plain(result.Path)}: nothing wrong up to level {result.Level}." : $"{ResultTable.Plain(result.Path)}: {result.Problems.Count} problems.");
        if (result.Unknown.Count > 0)
            console.WriteLine($"Not checked, because nobody here knows them: {ResultTable.Plain(string.Join(", ", result.Unknown))}.");
    }
}
