using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Onnx;
using Fulcrum.Operators;
using Fulcrum.Operators.Composition;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`apply MODEL "op | op" --data D -o DIR`: deployment operators, one after the other, measured before anything is written.</summary>
internal static class ApplyVerb
{
    private static readonly Argument<string> ModelPath = new("MODEL") { Description = "The .onnx model." };
    private static readonly Argument<string> Composition = new("OPERATORS") { Description = $"Operators joined by |, with options in brackets: \"sptq(bits=7) | partition\". Known: {string.Join(", ", OperatorCatalog.All.Keys)}." };
    private static readonly Option<string?> Data = new("--data") { Description = "A dataset's name, a folder of IDX files, or a description (.json)." };
    private static readonly Option<double?> MaxDrop = Quantity.Option("--max-drop", Unit.Points, "Tolerated loss of Top-1, which the upper end of the 95 % interval of the loss must keep.");
    private static readonly Option<string> Out = new("--out", "-o") { Description = "The folder for the model (or its segments) and manifest.json.", Required = true };

    public static Command Create() => new Command("apply", "Apply deployment operators to a model.") { ModelPath, Composition, Data, MaxDrop, Out }.Runs(Run);

    private static Task<int> Run(VerbContext context)
    {
        OperatorPipeline pipeline = OperatorPipeline.Parse(context.Value(Composition));
        string path = context.Value(ModelPath);
        Model model = OnnxFile.Read(path);
        GraphChecker.Require(model);
        var runner = new OnnxRuntimeRunner(context.Threads);
        Dataset? data = context.Value(Data) is string name ? DatasetStore.Open(name) : null;
        if (context.Value(MaxDrop) is not null && data is null)
            throw new InputException("operator-data", "--max-drop", "A loss can only be measured on data.", "Give --data.");
        var needs = new OperatorContext { Runner = runner, Data = data, Seed = context.Seed, Progress = context.Progress, Cancellation = context.Cancellation };
        (Model whole, Artefact artefact) = (model, Artefact.Of(model));
        foreach (IDeploymentOperator step in pipeline.Operators)
        {
            artefact = step.Apply(artefact, needs);
            whole = artefact.Whole ?? whole;
        }

        ApplyMetrics? metrics = data is null ? null : Measure(context, runner, model, whole, data.Test);
        if (metrics is not null && metrics.DropInterval[1] > context.Value(MaxDrop))
        {
            Console.Error.WriteLine(FormattableString.Invariant($"Top-1 falls by {metrics.DropPoints:0.00} points (95 %: {metrics.DropInterval[0]:0.00} to {metrics.DropInterval[1]:0.00}), {context.Value(MaxDrop):0.00} are tolerated; nothing was written. More calibration samples or excluded nodes may help."));
            return Task.FromResult(ExitCodes.BudgetNotMet);
        }

        ApplyResult result = Write(context, path, artefact, metrics);
        context.Print(result, CliJson.Default.ApplyResult, console => Show(console, result));
        return Task.FromResult(ExitCodes.Done);
    }

    private static ApplyMetrics Measure(VerbContext context, OnnxRuntimeRunner runner, Model before, Model after, DatasetSplit test)
    {
        var evaluator = new ModelEvaluator(runner);
        context.Progress.Report(new WorkProgress("Measuring", 0, 2));
        bool[] baseline = evaluator.Answers(before, test, context.Cancellation);
        context.Progress.Report(new WorkProgress("Measuring", 1, 2));
        bool[] variant = ReferenceEquals(before, after) ? baseline : evaluator.Answers(after, test, context.Cancellation);
        PairedDrop drop = PairedDrop.Between(baseline, variant);
        return new ApplyMetrics((double)baseline.Count(r => r) / baseline.Length, (double)variant.Count(r => r) / variant.Length, drop.Points, [drop.Interval.Low, drop.Interval.High], baseline.Length);
    }

    private static ApplyResult Write(VerbContext context, string path, Artefact artefact, ApplyMetrics? metrics)
    {
        string folder = context.Value(Out);
        var files = artefact.Segments.Select((s, i) => OnnxFile.Prepare(s, Path.Combine(folder, artefact.Whole is null ? $"segment-{i + 1}.onnx" : "model.onnx"))).SelectMany(f => f).ToArray();
        using FileStream source = File.OpenRead(path);
        var manifest = new ApplyManifest(Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(source)), context.Value(Composition), context.Value(Data), context.Seed, artefact.Notes, artefact.Fusion, metrics);
        var result = new ApplyResult([.. files.Select(f => new ConvertedFile(f.Path, f.Length))], metrics, Path.Combine(folder, "manifest.json"), artefact.Notes);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(manifest, CliJson.Default.ApplyManifest);
        AtomicFile.WriteAll([.. files.Select(f => (f.Path, f.Write)), (result.Manifest, stream => stream.Write(json))]);
        return result;
    }

    private static void Show(IAnsiConsole console, ApplyResult result)
    {
        foreach (string note in result.Notes)
            console.WriteLine(ResultTable.Plain(note));
        foreach (ConvertedFile file in result.Outputs)
            console.WriteLine($"{ResultTable.Plain(file.Path)}: {Human.Bytes(file.Bytes)}");
        if (result.Metrics is { } m)
            console.WriteLine(FormattableString.Invariant($"Top-1 {100 * m.Before:0.00} % before, {100 * m.After:0.00} % after: {m.DropPoints:0.00} points lost (95 %: {m.DropInterval[0]:0.00} to {m.DropInterval[1]:0.00}) on {m.Samples} test samples"));
    }
}
