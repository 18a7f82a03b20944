using System.CommandLine;
using Fulcrum.Cli.Applying;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Data;
using Fulcrum.Evaluation.Metrics;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Onnx;
using Fulcrum.Operators;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Exits;
using Fulcrum.Problems.Quantities;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`apply MODEL "op | op" --data D -o DIR`: deployment operators, one after the other, measured before anything is written.</summary>
internal static class ApplyVerb
{
    private const string NoMetric = "none";
    private static readonly Argument<string> ModelPath = new("MODEL") { Description = "The .onnx model." };
    private static readonly Argument<string> Composition = new("OPERATORS") { Description = $"Operators joined by |, with options in brackets: \"sptq(bits=7) | partition\". Known: {string.Join(", ", OperatorCatalog.All.Keys)}." };
    private static readonly Option<string?> Data = new("--data") { Description = "A dataset's name, a folder of IDX files, or a description (.json)." };
    private static readonly Option<string> MetricName = new("--metric") { Description = $"What is measured after each operator: {string.Join(", ", Metric.Known.Keys)}; or {NoMetric}: data serve to calibrate and train only.", DefaultValueFactory = _ => "top1" };
    private static readonly Option<double?> MaxDrop = Quantity.Option("--max-drop", Unit.Points, "Tolerated loss of the metric, which the upper end of the 95 % interval of the loss must keep.");
    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on after the operators that a broken run of the same composition has finished." };
    private static readonly Option<string?> Work = new("--work") { Description = "A folder where finished operators are kept, and looked for, so that compositions with the same beginning share it." };
    private static readonly Option<string> Out = new("--out", "-o") { Description = "The folder for the model (or its segments) and manifest.json.", Required = true };

    public static Command Create()
    {
        MetricName.AcceptOnlyFromAmong([.. Metric.Known.Keys, NoMetric]);
        return new Command("apply", "Apply deployment operators to a model.") { ModelPath, Composition, Data, MetricName, MaxDrop, Resume, Work, Out }.Runs(Run);
    }

    private static Task<int> Run(VerbContext context)
    {
        OperatorPipeline pipeline = OperatorPipeline.Parse(context.Value(Composition));
        string path = context.Value(ModelPath);
        Model model = OnnxFile.Read(path);
        GraphChecker.Require(model);
        Dataset? data = context.Value(Data) is string name ? DatasetStore.Open(name) : null;
        if (context.Value(MaxDrop) is not null && (data is null || !IsMeasured(context)))
            throw new InputException("operator-data", "--max-drop", "A loss can only be measured on data, by a metric.", "Give --data, and no --metric none.");
        CompositionInput input = CompositionInput.Of(model, path, data);
        WorkFolder work = WorkFolder.Open(context.Value(Out), context.Value(Resume), context.Value(Work));
        try
        {
            return Task.FromResult(Run(context, pipeline, input, work));
        }
        catch
        {
            work.Tidy();
            if (work.HoldsSteps)
                context.Note("What is finished was kept: the same command with --resume goes on from there.");
            throw;
        }
    }

    private static bool IsMeasured(VerbContext context) => context.Value(MetricName) != NoMetric;

    private static int Run(VerbContext context, OperatorPipeline pipeline, CompositionInput input, WorkFolder work)
    {
        var runner = new OnnxRuntimeRunner(context.Threads);
        StepMeasurer? measurer = input.Data is { } data && IsMeasured(context) ? new StepMeasurer(runner, input.Model, data.Test, context.Value(MetricName), context.Progress, context.Cancellation) : null;
        var needs = new OperatorContext { Runner = runner, Data = input.Data, Seed = context.Seed, Progress = context.Progress, Cancellation = context.Cancellation, Read = OnnxFile.Read, Serialize = OnnxFile.Serialize };
        CompositionOutcome outcome = new CompositionRun(input, work, measurer).Run(pipeline, needs);
        if (outcome.Metrics is { } m && m.DropInterval[1] > context.Value(MaxDrop))
            throw new BudgetException(FormattableString.Invariant($"{m.Metric} falls by {m.DropPoints:0.00} points (95 %: {m.DropInterval[0]:0.00} to {m.DropInterval[1]:0.00}), {context.Value(MaxDrop):0.00} are tolerated; nothing was written. More calibration samples or excluded nodes may help; with a larger --max-drop, --resume needs no new calculation."));

        ApplyResult result = CompositionOutput.Write(context.Value(Out), input, context.Value(Composition), context.Seed, outcome);
        work.Delete();
        context.Print(result, CliJson.Default.ApplyResult, console => Show(console, result, outcome));
        return ExitCodes.Done;
    }

    private static void Show(IAnsiConsole console, ApplyResult result, CompositionOutcome outcome)
    {
        if (result.ResumedSteps > 0)
            console.WriteLine($"{result.ResumedSteps} of {outcome.Steps.Count} operators were finished by an earlier run");
        foreach (string note in result.Notes.Concat(result.Measured))
            console.WriteLine(ResultTable.Plain(note));
        foreach (ConvertedFile file in result.Outputs)
            console.WriteLine($"{ResultTable.Plain(file.Path)}: {Human.Bytes(file.Bytes)}");
        foreach (ApplyStep step in outcome.Steps.Where(s => s.Metrics is not null))
        {
            console.WriteLine($"after {step.Operator}: {Describe(step.Metrics!)}");
            foreach (ExitShare exit in step.Metrics!.Exits?.Exits ?? [])
                console.WriteLine(FormattableString.Invariant($"  {ResultTable.Plain(exit.Output)}: {100 * exit.Rate:0.0} % leave{(exit.Accuracy is double right ? FormattableString.Invariant($", {100 * right:0.00} % of them right") : "")}, after {100 * exit.Macs:0.0} % of the work"));
            if (step.Metrics.Exits is { } exits)
                console.WriteLine(FormattableString.Invariant($"  {100 * exits.Macs:0.0} % of the work on average"));
        }

        if (result.Metrics is { } m && outcome.Steps.All(s => s.Metrics is null))
            console.WriteLine(Describe(m));
    }

    private static string Describe(ApplyMetrics m) => FormattableString.Invariant(
        $"{m.Metric} {100 * m.After:0.00} % of {100 * m.Before:0.00} % before: {m.DropPoints:0.00} points lost (95 %: {m.DropInterval[0]:0.00} to {m.DropInterval[1]:0.00}) on {m.Samples} test samples");
}
