using System.CommandLine;
using System.Globalization;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Onnx;
using Fulcrum.Ops.Analysis;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`cuts MODEL`: where a model can be cut, and what each cut costs in bytes and work.</summary>
internal static class CutsVerb
{
    private static readonly CutOptions Defaults = new();
    private static readonly Argument<string> ModelPath = new("MODEL") { Description = "The .onnx model." };
    private static readonly Option<int> MaxTensors = new Option<int>("--max-tensors") { Description = "The most tensors that may cross.", DefaultValueFactory = _ => Defaults.MaximumTensors }.AtLeast(1);
    private static readonly Option<bool> All = new("--all") { Description = "Also cuts that another one makes pointless: as much work on each side, more bytes." };
    private static readonly Option<IReadOnlyDictionary<string, long>> Dims = DimOption.Create();

    public static Command Create() => new Command("cuts", "Say where a model can be cut.") { ModelPath, MaxTensors, All, Dims }.Runs(Run);

    private static Task<int> Run(VerbContext context)
    {
        Model model = OnnxFile.Read(context.Value(ModelPath));
        GraphChecker.Require(model);
        var options = new CutOptions { MaximumTensors = context.Value(MaxTensors), IncludeDominated = context.Value(All), Dims = context.Value(Dims) };
        CutSet set = CutFinder.Find(model, options);
        ModelSummary summary = ModelAnalyser.Summarise(model, options.Dims);
        var result = new CutsResult([.. set.Cuts.Select(Describe)], set.IsComplete, summary.Macs, summary.Parameters, summary.InputBytes, summary.OutputBytes);
        context.Print(result, CliJson.Default.CutsResult, console => Show(console, result));
        if (!set.IsComplete)
            context.Note("There are too many ways through this graph: all cuts of one tensor are listed, but not all of several.");
        return Task.FromResult(ExitCodes.Done);
    }

    private static CutResult Describe(Cut cut) => new(
        cut.Id, [.. cut.Tensors.Select(TensorResult.Of)], cut.Bytes, cut.Depth, cut.HeadMacs, cut.TailMacs, cut.HeadParameters, cut.TailParameters, cut.Name);

    private static void Show(IAnsiConsole console, CutsResult result)
    {
        Table table = ResultTable.Create("cut", "depth", "bytes", "of input", "head MACs", "tail MACs", "head parameters", "tensors").Right(0, 1, 2, 3, 4, 5, 6);
        table.Row("input", "0 %", Human.Bytes(result.InputBytes), "1.00", "0", Human.Count(result.Macs), "0", "everything in the tail");
        foreach (CutResult cut in result.Cuts)
        {
            table.Row(
                cut.Id.ToString(CultureInfo.InvariantCulture), Text($"{100 * cut.Depth:0.0} %"), Human.Bytes(cut.Bytes), Ratio(cut.Bytes, result.InputBytes),
                Human.Count(cut.HeadMacs), Human.Count(cut.TailMacs), Human.Count(cut.HeadParameters), string.Join(" + ", cut.Tensors.Select(t => t.Short())));
        }

        table.Row("output", "100 %", Human.Bytes(result.OutputBytes), Ratio(result.OutputBytes, result.InputBytes), Human.Count(result.Macs), "0", Human.Count(result.Parameters), "everything in the head");
        console.Write(table);
        if (result.Cuts.Count > 0 && result.Cuts.All(c => c.Bytes >= result.InputBytes))
            console.WriteLine("No cut sends fewer bytes than the input itself: unless the tensor is compressed, splitting only pays for privacy or memory.");
    }

    private static string Ratio(long? bytes, long? input) => bytes is long b && input is long i && i > 0 ? Text($"{(double)b / i:0.00}") : "?";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
