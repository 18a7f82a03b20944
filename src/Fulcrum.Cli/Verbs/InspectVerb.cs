using System.CommandLine;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Onnx;
using Fulcrum.Ops.Analysis;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`inspect MODEL`: what a model is made of. Weights are not read.</summary>
internal static class InspectVerb
{
    private static readonly Argument<string> ModelPath = new("MODEL") { Description = "The .onnx model." };
    private static readonly Option<IReadOnlyDictionary<string, long>> Dims = DimOption.Create();

    public static Command Create() => new Command("inspect", "Say what a model is made of.") { ModelPath, Dims }.Runs(Run);

    private static Task<int> Run(VerbContext context)
    {
        string path = context.Value(ModelPath);
        Model model = OnnxFile.Read(path);
        GraphChecker.Require(model);
        ModelSummary summary = ModelAnalyser.Summarise(model, context.Value(Dims));
        var result = new InspectResult(
            path, summary.Parameters, summary.Macs, new FileInfo(path).Length + summary.ExternalBytes, model.Opset("") ?? 0, summary.Ops,
            [.. summary.Inputs.Select(TensorResult.Of)], [.. summary.Outputs.Select(TensorResult.Of)], summary.Unknown, summary.UnknownMacs, summary.Nodes, summary.WeightBytes,
            summary.ExternalBytes, summary.BytesMoved, summary.PeakActivationBytes, model.IrVersion, Producer(model),
            model.Opsets.DistinctBy(o => OpsetImport.Canonical(o.Domain)).ToDictionary(o => o.Domain.Length == 0 ? "ai.onnx" : o.Domain, o => o.Version), summary.DynamicDims, [.. model.Functions.Select(f => $"{f.Domain}.{f.Name}")]);
        context.Print(result, CliJson.Default.InspectResult, console => Show(console, result));
        return Task.FromResult(ExitCodes.Done);
    }

    private static string? Producer(Model model) => string.IsNullOrEmpty(model.ProducerName) ? null : $"{model.ProducerName} {model.ProducerVersion}".Trim();

    private static void Show(IAnsiConsole console, InspectResult result)
    {
        Table facts = ResultTable.Create("", "").HideHeaders();
        facts.Row("parameters", Human.Count(result.Parameters)).Row("MACs", Human.Count(result.Macs) + (result.UnknownMacs > 0 ? $" and {result.UnknownMacs} nodes of unknown work" : ""));
        facts.Row("bytes", Human.Bytes(result.Bytes) + (result.ExternalBytes > 0 ? $", {Human.Bytes(result.ExternalBytes)} of them external" : ""));
        facts.Row("bytes moved", Human.Bytes(result.BytesMoved)).Row("peak activations", Human.Bytes(result.PeakActivationBytes));
        facts.Row("opset", string.Join(", ", result.Opsets.Select(o => $"{o.Key} {o.Value}"))).Row("producer", result.Producer ?? "-");
        foreach (TensorResult input in result.Inputs)
            facts.Row("input", input.ToString());
        foreach (TensorResult output in result.Outputs)
            facts.Row("output", output.ToString());
        facts.Row("dynamic", result.DynamicDims.Count == 0 ? "-" : string.Join(", ", result.DynamicDims));
        facts.Row("ops", string.Join(", ", result.Ops.Select(o => $"{o.Value} {o.Key}")));
        if (result.Unknown.Count > 0)
            facts.Row("unknown ops", string.Join(", ", result.Unknown) + " (carried through; nothing is assumed about them)");
        console.Write(facts);
    }
}
