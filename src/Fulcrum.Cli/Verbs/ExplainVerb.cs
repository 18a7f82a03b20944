using System.CommandLine;
using System.Globalization;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Data;
using Fulcrum.Evaluation.Comparison;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Onnx;
using Fulcrum.Ops.Upgrades;
using Fulcrum.Runtime;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`explain MODEL --against ORIGINAL --data D`: which layers of a variant cost the most, and why.</summary>
internal static class ExplainVerb
{
    private static readonly Argument<string> ModelPath = new("MODEL") { Description = "The variant: a quantized .onnx model." };
    private static readonly Option<string> Against = new("--against") { Description = "The .onnx model that it was made of.", Required = true };
    private static readonly Option<string> Data = new("--data") { Description = "A dataset's name, a folder of IDX files, or a description (.json).", Required = true };
    private static readonly Option<string> Split = new("--split") { Description = "calibration, train or test.", DefaultValueFactory = _ => "calibration" };
    private static readonly Option<int> Samples = new Option<int>("--samples") { Description = "The most samples.", DefaultValueFactory = _ => 100 }.AtLeast(1);

    public static Command Create()
    {
        Split.AcceptOnlyFromAmong("calibration", "train", "test");
        return new Command("explain", "Say which layers of a quantized model cost the most.") { ModelPath, Against, Data, Split, Samples }.Runs(Run);
    }

    private static Task<int> Run(VerbContext context)
    {
        Model variant = Read(context.Value(ModelPath)), original = Read(context.Value(Against));
        if (original.Opset("") < variant.Opset(""))
            original = OpsetUpgrade.Lift(original);
        Dataset data = DatasetStore.Open(context.Value(Data));
        DatasetSplit split = context.Value(Split) switch { "train" => data.Train, "test" => data.Test, _ => data.Calibration };
        ModelExplanation found = new ModelComparer(new OnnxRuntimeRunner(context.Threads)).Run(original, variant, split.Take(context.Value(Samples)), context.Progress, context.Cancellation);
        var result = new ExplainResult(found.Loss, found.VariantLoss, found.Samples, data.Name, split.Name, [.. found.Layers.Select(Describe)]);
        context.Print(result, CliJson.Default.ExplainResult, console => Show(console, result));
        return Task.FromResult(ExitCodes.Done);
    }

    private static Model Read(string path)
    {
        Model model = OnnxFile.Read(path);
        GraphChecker.Require(model);
        return model;
    }

    private static ExplainLayer Describe(LayerExplanation layer) => new(
        layer.Value, layer.Node, layer.OpType, layer.Sqnr, layer.LossIncrease, layer.IsIsolated ? "layer" : "output",
        layer.Weight is { } w ? new ExplainWeights(w.Low, w.High, w.Rms, w.Outliers, w.ChannelSpread) : null);

    private static void Show(IAnsiConsole console, ExplainResult result)
    {
        Table table = ResultTable.Create("loss +", "SQNR dB", "weights", "outliers", "spread", "op", "layer").Right(0, 1, 2, 3, 4);
        foreach (ExplainLayer layer in result.Layers)
        {
            table.Row(
                Text($"{layer.LossIncrease:0.00000}"), layer.SqnrDb is double db ? Text($"{db:0.0}") : "-", layer.Weights is { } w ? Text($"{w.Low:0.000} to {w.High:0.000}") : "",
                layer.Weights is { } o ? Human.Count(o.Outliers) : "", layer.Weights is { } s ? Text($"{s.ChannelSpread:0.0}") : "", layer.Op, layer.Method == "layer" ? layer.Node : $"{layer.Node} (its output)");
        }

        console.Write(table);
        console.WriteLine(Text($"Cross-entropy {result.Loss:0.0000} of the original, {result.VariantLoss:0.0000} of the variant, on {result.Samples} {result.Split} samples of {result.Data}."));
        if (result.Layers.FirstOrDefault(l => l.Weights is not null) is { } worst)
            console.WriteLine(ResultTable.Plain($"To leave the worst layer in float: sptq(exclude={worst.Node})"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
