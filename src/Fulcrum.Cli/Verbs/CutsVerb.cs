using System.CommandLine;
using System.Globalization;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Graphs.Execution;
using Fulcrum.Onnx;
using Fulcrum.Ops.Analysis;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`cuts MODEL`: where a model can be cut, and what each cut costs in bytes and work.</summary>
internal static class CutsVerb
{
    private static readonly CutOptions Defaults = new();
    private static readonly Argument<string> ModelPath = new("MODEL") { Description = "The .onnx model." };
    private static readonly Option<int> MaxTensors = new Option<int>("--max-tensors") { Description = "The most tensors that may cross.", DefaultValueFactory = _ => Defaults.MaximumTensors }.AtLeast(1);
    private static readonly Option<bool> All = new("--all") { Description = "Also cuts that another one makes pointless: as much work on each side, more bytes." };
    private static readonly Option<bool> Verify = new("--verify") { Description = "Split at every cut listed and run the parts against the whole on random inputs." };
    private static readonly Option<int> Inputs = new Option<int>("--inputs") { Description = "On how many inputs.", DefaultValueFactory = _ => 3 }.AtLeast(1);
    private static readonly Option<IReadOnlyDictionary<string, long>> Dims = DimOption.Create();

    public static Command Create() => new Command("cuts", "Say where a model can be cut.") { ModelPath, MaxTensors, All, Dims, Verify, Inputs }.Runs(Run);

    private static Task<int> Run(VerbContext context)
    {
        Model model = OnnxFile.Read(context.Value(ModelPath));
        GraphChecker.Require(model);
        var options = new CutOptions { MaximumTensors = context.Value(MaxTensors), IncludeDominated = context.Value(All), Dims = context.Value(Dims) };
        CutSet set = CutFinder.Find(model, options);
        ModelSummary summary = ModelAnalyser.Summarise(model, options.Dims);
        IReadOnlyList<SplitComparison?> verified = context.Value(Verify) ? VerifyAll(context, model, set.Cuts) : new SplitComparison?[set.Cuts.Count];
        var result = new CutsResult([.. set.Cuts.Zip(verified, Describe)], set.IsComplete, summary.Macs, summary.Parameters, summary.InputBytes, summary.OutputBytes);
        context.Print(result, CliJson.Default.CutsResult, console => Show(console, result));
        if (!set.IsComplete)
            context.Note("There are too many ways through this graph: all cuts of one tensor are listed, but not all of several.");
        return Task.FromResult(verified.Any(v => v is { IsBitExact: false }) ? ExitCodes.Failed : ExitCodes.Done);
    }

    private static SplitComparison[] VerifyAll(VerbContext context, Model model, IReadOnlyList<Cut> cuts)
    {
        var runner = new OnnxRuntimeRunner(context.Threads);
        var options = new LoadOptions { Optimization = OptimizationLevel.None };
        IReadOnlyList<Tensor>[] inputs = [.. Enumerable.Range(0, context.Value(Inputs)).Select(i => RandomInputs.For(model, context.Seed + i, context.Value(Dims)))];
        context.Progress.Report(new WorkProgress("Verifying", 0, cuts.Count));
        IReadOnlyList<Tensor>[] expected = SplitVerifier.RunAll(runner, model, inputs, options, context.Cancellation);
        return [.. cuts.Select((cut, i) =>
        {
            SplitComparison result = SplitVerifier.Compare(runner, expected, ModelSplitter.Split(model, cut), inputs, options, context.Cancellation);
            context.Progress.Report(new WorkProgress("Verifying", i + 1, cuts.Count));
            return result;
        })];
    }

    private static CutResult Describe(Cut cut, SplitComparison? verified) => new(
        cut.Id, [.. cut.Tensors.Select(TensorResult.Of)], cut.Bytes, cut.Depth, cut.HeadMacs, cut.TailMacs, cut.HeadParameters, cut.TailParameters, cut.Name,
        verified?.IsBitExact, verified is { MaximumDifference: var d } && double.IsFinite(d) ? d : null);

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
        if (result.Cuts.Any(c => c.BitExact is not null))
            console.WriteLine(Text($"{result.Cuts.Count(c => c.BitExact == true)} of {result.Cuts.Count} cuts give the whole model's outputs to the bit."));
        foreach (CutResult differs in result.Cuts.Where(c => c.BitExact == false))
            console.WriteLine(Text($"Cut {differs.Id} differs by up to {differs.MaxAbsDifference?.ToString("g3", CultureInfo.InvariantCulture) ?? "infinity"}."));
        if (result.Cuts.Count > 0 && result.Cuts.All(c => c.Bytes >= result.InputBytes))
            console.WriteLine("No cut sends fewer bytes than the input itself: unless the tensor is compressed, splitting only pays for privacy or memory.");
    }

    private static string Ratio(long? bytes, long? input) => bytes is long b && input is long i && i > 0 ? Text($"{(double)b / i:0.00}") : "?";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
