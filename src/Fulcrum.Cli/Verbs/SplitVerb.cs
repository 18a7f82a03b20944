using System.CommandLine;
using System.Globalization;
using System.Text.Json;
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

/// <summary>`split MODEL --at CUT[,CUT] -o DIR`: the parts of a model as models of their own.</summary>
internal static class SplitVerb
{
    private static readonly Argument<string> ModelPath = new("MODEL") { Description = "The .onnx model." };
    private static readonly Option<string> At = new("--at") { Description = "Where: the cut's number in `cuts` (with the same --dim and no other options), or its tensors joined by +. Several cuts, first to last, are separated by commas.", Required = true };
    private static readonly Option<string> Out = new("--out", "-o") { Description = "The folder for segment-1.onnx, segment-2.onnx, ... and split.json.", Required = true };
    private static readonly Option<bool> Verify = new("--verify") { Description = "Run the whole against its parts on random inputs before anything is written." };
    private static readonly Option<int> Inputs = new Option<int>("--inputs") { Description = "On how many inputs.", DefaultValueFactory = _ => 3 }.AtLeast(1);
    private static readonly Option<double> Tolerance = new("--tolerance") { Description = "Largest difference that --verify accepts where whole and parts run the same kernels.", DefaultValueFactory = _ => 0 };
    private static readonly Option<IReadOnlyDictionary<string, long>> Dims = DimOption.Create();

    public static Command Create() => new Command("split", "Split a model in two or more.") { ModelPath, At, Out, Verify, Inputs, Tolerance, Dims }.Runs(Run);

    private static Task<int> Run(VerbContext context)
    {
        Model model = OnnxFile.Read(context.Value(ModelPath));
        GraphChecker.Require(model);
        IReadOnlyList<Cut> cuts = CutSelection.Parse(model, context.Value(At), context.Value(Dims));
        IReadOnlyList<ModelSegment> segments = ModelSplitter.Split(model, cuts);
        (SplitComparison? same, SplitComparison? optimized) = context.Value(Verify) ? Compare(context, model, segments) : (null, null);
        if (same is { IsBitExact: false } && !(same.MaximumDifference <= context.Value(Tolerance)))
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The parts differ from the whole by up to {same.MaximumDifference:g3} although they run the same kernels; nothing was written. A model with random ops differs from itself; --tolerance accepts a difference."));
            return Task.FromResult(ExitCodes.Failed);
        }

        SplitResult result = Write(context, cuts, segments, same, optimized);
        context.Print(result, CliJson.Default.SplitResult, console => Show(console, result));
        return Task.FromResult(ExitCodes.Done);
    }

    private static (SplitComparison Same, SplitComparison Optimized) Compare(VerbContext context, Model model, IReadOnlyList<ModelSegment> segments)
    {
        var runner = new OnnxRuntimeRunner(context.Threads);
        IReadOnlyList<Tensor>[] inputs = [.. Enumerable.Range(0, context.Value(Inputs)).Select(i => RandomInputs.For(model, context.Seed + i, context.Value(Dims)))];
        context.Progress.Report(new WorkProgress("Verifying", 0, 2));
        SplitComparison same = SplitVerifier.Compare(runner, model, segments, inputs, OptimizationLevel.None, context.Cancellation);
        context.Progress.Report(new WorkProgress("Verifying", 1, 2));
        return (same, SplitVerifier.Compare(runner, model, segments, inputs, OptimizationLevel.All, context.Cancellation));
    }

    private static SplitResult Write(VerbContext context, IReadOnlyList<Cut> cuts, IReadOnlyList<ModelSegment> segments, SplitComparison? same, SplitComparison? optimized)
    {
        context.Progress.Report(new WorkProgress("Writing", 0, 0));
        string folder = context.Value(Out);
        var files = segments.Select((s, i) => OnnxFile.Prepare(s.Model, Path.Combine(folder, $"segment-{i + 1}.onnx"))).ToArray();
        SplitResult result = new(
            [.. segments.Select((s, i) => Describe(s, files[i]))], [.. cuts.Select(c => c.Name)], Finite(same), same?.IsBitExact, Finite(optimized), same is null ? 0 : context.Value(Inputs));
        byte[] manifest = JsonSerializer.SerializeToUtf8Bytes(result, CliJson.Default.SplitResult);
        AtomicFile.WriteAll([.. files.SelectMany(f => f).Select(f => (f.Path, f.Write)), (Path.Combine(folder, "split.json"), stream => stream.Write(manifest))]);
        return result;
    }

    private static double? Finite(SplitComparison? comparison) => comparison is { MaximumDifference: var d } && double.IsFinite(d) ? d : null;

    private static SegmentResult Describe(ModelSegment segment, IReadOnlyList<PreparedFile> files)
    {
        ModelSummary summary = ModelAnalyser.Summarise(segment.Model);
        return new SegmentResult(files[^1].Path, files.Sum(f => f.Length), summary.Parameters, [.. summary.Inputs.Select(TensorResult.Of)], [.. summary.Outputs.Select(TensorResult.Of)]);
    }

    private static void Show(IAnsiConsole console, SplitResult result)
    {
        Table table = ResultTable.Create("segment", "bytes", "parameters", "inputs", "outputs").Right(1, 2);
        foreach (SegmentResult segment in result.Segments)
            table.Row(segment.Path, Human.Bytes(segment.Bytes), Human.Count(segment.Parameters), string.Join(" + ", segment.Inputs.Select(t => t.Short())), string.Join(" + ", segment.Outputs.Select(t => t.Short())));
        console.Write(table);
        if (result.BitExact is bool exact)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Whole against parts on {result.VerifiedInputs} inputs: {(exact ? "equal to the bit" : $"largest difference {result.MaxAbsDifference:g3}")} on the same kernels, largest difference {result.OptimizedMaxAbsDifference:g3} with the runtime's fusions."));
        }
    }
}
