using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Units;
using Fulcrum.Data;
using Fulcrum.Onnx;
using Fulcrum.Planning.Offline;
using Fulcrum.Planning.Online;
using Fulcrum.Planning.Patterns;
using Fulcrum.Problems.Quantities;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`plan MODEL --data D -o DIR`: measures a model, makes its patterns, and writes a repository entry that `serve` takes.</summary>
internal static class PlanVerb
{
    private static readonly Argument<string> ModelPath = new("MODEL") { Description = "The .onnx model: a chain of layers." };
    private static readonly Option<string> Data = new("--data") { Description = "A dataset's name, or a folder of its files; its calibration split is used.", Required = true };
    private static readonly Option<string> Out = new("--out", "-o") { Description = "The model repository to write into: DIR/NAME/1/.", Required = true };
    private static readonly Option<string?> Name = new("--name") { Description = "The model's name there. Default: the file's name." };
    private static readonly Option<string?> Levels = new("--levels") { Description = "Accuracy levels in points, ascending. Default 0.1,0.25,0.5,1,2." };
    private static readonly Option<double?> MaxDrop = Quantity.Option("--max-drop", Unit.Points, "Tolerated loss of the plan that is printed.");
    private static readonly Option<double?> MaxMemory = Quantity.Option("--max-memory", Unit.Size, "Device memory for weights.");
    private static readonly Option<bool> RawInputStays = new("--raw-input-stays") { Description = "The input must not leave the device." };

    public static Command Create() => new Command("plan", "Make the patterns of a model.") { ModelPath, Data, Out, Name, Levels, MaxDrop, MaxMemory, RawInputStays }.Runs(Run);

    private static Task<int> Run(VerbContext context)
    {
        string path = context.Value(ModelPath);
        OfflineOptions options = Options(context);
        options.Validate();
        string name = context.Value(Name) ?? Path.GetFileNameWithoutExtension(path);
        if (name is "" or "." or ".." || name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0)
            throw new InputException("option-malformed", "--name", $"'{name}' cannot be a model's name: it becomes a folder.", "Use letters, digits, dots and dashes.");
        Dataset data = DatasetStore.Open(context.Value(Data));
        Graphs.Model model = OnnxFile.Read(path);
        byte[] file = File.ReadAllBytes(path);
        PatternSet patterns = new OfflinePlanner(new OnnxRuntimeRunner(context.Threads), OnnxFile.Serialize).Plan(
            name, Convert.ToHexStringLower(SHA256.HashData(file)), model, data.Calibration, options, context.Progress, context.Cancellation);
        string folder = Path.Combine(context.Value(Out), name, "1");
        AtomicFile.WriteBytes(Path.Combine(folder, "model.onnx"), file);
        PatternFile.Write(patterns, Path.Combine(folder, PatternFile.Name));
        Print(context, new OnlinePlanner(patterns), folder);
        return Task.FromResult(ExitCodes.Done);
    }

    private static OfflineOptions Options(VerbContext context)
    {
        var standard = new OfflineOptions { Seed = context.Seed };
        if (context.Value(Levels) is not string text)
            return standard;
        double[] levels = [.. text.Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double level)
            ? level
            : throw new InputException("option-malformed", "--levels", $"'{part}' is no number.", "Use for example 0.1,0.25,0.5,1,2."))];
        return standard with { Levels = levels };
    }

    private static void Print(VerbContext context, OnlinePlanner planner, string folder)
    {
        var standard = new PlanningRequest();
        PlanningRequest request = standard with
        {
            MaxDropPoints = context.Value(MaxDrop) ?? standard.MaxDropPoints,
            Device = standard.Device with { MemoryBytes = context.Value(MaxMemory) ?? standard.Device.MemoryBytes },
            RawInputStays = context.Value(RawInputStays),
        };
        Decision decision = planner.Choose(request);
        PlanCandidate ToResult(Candidate c) => PlanCandidates.Of(c, planner.Patterns);
        var result = new PlanResult(
            folder, ToResult(decision.Chosen), DecisionExplainer.Summary(planner.Patterns, decision), DecisionExplainer.Reasons(planner, request, decision),
            [.. planner.Candidates(request).Select(ToResult)]);
        context.Print(result, CliJson.Default.PlanResult, console => PlanCandidates.Draw(console, result));
    }
}
