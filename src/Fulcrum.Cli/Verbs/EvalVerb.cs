using System.CommandLine;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Evaluation.Metrics;
using Fulcrum.Graphs.Execution;
using Fulcrum.Onnx;
using Fulcrum.Runtime;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`eval MODEL --data D`: how good a model is on data, with an interval.</summary>
internal static class EvalVerb
{
    private static readonly Argument<string> ModelPath = new("MODEL") { Description = "The .onnx model." };
    private static readonly Option<string> Data = new("--data") { Description = "A dataset's name, a folder of IDX files, or a description (.json).", Required = true };
    private static readonly Option<string> MetricName = new("--metric") { Description = $"One of: {string.Join(", ", Metric.Known.Keys)}.", DefaultValueFactory = _ => "top1" };
    private static readonly Option<string> Split = new("--split") { Description = "test, calibration or train.", DefaultValueFactory = _ => "test" };
    private static readonly Option<string> Optimization = new("--optimization") { Description = "What the runtime may do: none, basic, extended or all.", DefaultValueFactory = _ => "all" };

    public static Command Create()
    {
        MetricName.AcceptOnlyFromAmong([.. Metric.Known.Keys]);
        Split.AcceptOnlyFromAmong("test", "calibration", "train");
        Optimization.AcceptOnlyFromAmong("none", "basic", "extended", "all");
        return new Command("eval", "Measure how good a model is on data.") { ModelPath, Data, MetricName, Split, Optimization }.Runs(Run);
    }

    private static Task<int> Run(VerbContext context)
    {
        Dataset data = DatasetStore.Open(context.Value(Data));
        DatasetSplit split = context.Value(Split) switch { "train" => data.Train, "calibration" => data.Calibration, _ => data.Test };
        Metric metric = Metric.Known[context.Value(MetricName)]();
        var options = new LoadOptions { Optimization = Enum.Parse<OptimizationLevel>(context.Value(Optimization), ignoreCase: true) };
        MetricResult measured = new ModelEvaluator(new OnnxRuntimeRunner(context.Threads)).Judge(OnnxFile.Read(context.Value(ModelPath)), split, metric, options, context.Progress, context.Cancellation);
        var result = new EvalResult(metric.Name, measured.Value, [measured.Low, measured.High], measured.Samples, data.Name, split.Name);
        context.Print(result, CliJson.Default.EvalResult, console => console.MarkupLineInterpolated(
            $"{metric.Name} {100 * result.Value:0.00} % (95 %: {100 * measured.Low:0.00} to {100 * measured.High:0.00}) on {result.Samples} {result.Split} samples of {result.Data}"));
        return Task.FromResult(ExitCodes.Done);
    }
}
