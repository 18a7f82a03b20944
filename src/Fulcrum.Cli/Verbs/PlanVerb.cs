using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Fulcrum.Cli.Planning;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Units;
using Fulcrum.Data;
using Fulcrum.Onnx;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Offline;
using Fulcrum.Planning.Online;
using Fulcrum.Planning.Patterns;
using Fulcrum.Planning.Placements;
using Fulcrum.Problems.Quantities;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>
/// `plan MODEL --data D --tiers FILE [-o DIR]`: decides where any model runs. `plan MODEL --data D -o DIR`: measures a chain of layers, makes its patterns, and writes a repository entry that `serve` takes.
/// `plan --explain DIR`: a decision once more.
/// </summary>
internal static class PlanVerb
{
    private static readonly Argument<string?> ModelPath = new("MODEL") { Description = "The .onnx model; without --tiers a chain of layers.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Data = new("--data") { Description = "A dataset's name, a folder of its files, or a description (.json); its calibration split is used." };
    private static readonly Option<string?> Out = new("--out", "-o") { Description = "With --tiers the folder for the plan, otherwise the model repository to write into: DIR/NAME/1/." };
    private static readonly Option<string?> Explain = new("--explain") { Description = "Print the decision that is in this folder." };
    private static readonly Option<string?> Tiers = new("--tiers") { Description = "The tiers file (docs/planning.md): plan any model over them." };
    private static readonly Option<string[]> Variants = new("--variant") { Description = "NAME=FILE.onnx, or NAME=FOLDER that apply wrote: another form of the model that may be chosen, with its exits. Repeatable.", DefaultValueFactory = _ => [] };
    private static readonly Option<double?> MaxLatency = Quantity.Option("--max-latency", Unit.Duration, "Longest mean time of a request.");
    private static readonly Option<double?> MaxP99 = Quantity.Option("--max-p99", Unit.Duration, "Longest 99th percentile of the time of a request.");
    private static readonly Option<double?> MaxEnergy = Quantity.Option("--max-energy", Unit.Energy, "Most energy of the device for a request.");
    private static readonly Option<double?> MaxMoney = Quantity.Option("--max-money", Unit.Money, "Most money for a request.");
    private static readonly Option<double?> MaxBytes = Quantity.Option("--max-bytes", Unit.Size, "Most bytes of a request over all links.");
    private static readonly Option<double?> MaxLeakage = new("--max-leakage") { Description = "The most that a sent tensor may tell of the input: distance correlation, 0 to 1." };
    private static readonly Option<string?> Weights = new("--weights") { Description = "What is minimised, for example latency=1,energy=0.5. Default latency=1,energy=1,money=1: QPART." };
    private static readonly Option<string?> Pareto = new("--pareto") { Description = "Also the front of one to three metrics. Default latency,drop.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<double> Requests = new("--requests") { Description = "Requests over which the download of weights is spread.", DefaultValueFactory = _ => 1 };
    private static readonly Option<double?> Progressive = Quantity.Option("--progressive", Unit.Points, "Tiers that fetch their weights start with coarser ones and fetch the rest while they answer: the most that may be lost until then.");
    private static readonly Option<string[]> Rates = new("--rates") { Description = "LINK=LEAST..MOST:POINTS, for example device-edge=1Mbps..200Mbps:8: make a set of plans for these rates. Repeatable.", DefaultValueFactory = _ => [] };
    private static readonly Option<string[]> Slowdowns = new("--slowdowns") { Description = "TIER=LEAST..MOST:POINTS, for example edge=1..8:4: and for a tier so many times slower. Repeatable.", DefaultValueFactory = _ => [] };
    private static readonly Option<int?> Samples = new("--samples") { Description = "Calibration samples that grids and weights are fitted to. Default 256." };
    private static readonly Option<string?> Name = new("--name") { Description = "The model's name there. Default: the file's name." };
    private static readonly Option<string?> Levels = new("--levels") { Description = "Accuracy levels in points, ascending. Default 0.1,0.25,0.5,1,2." };
    private static readonly Option<double?> MaxDrop = Quantity.Option("--max-drop", Unit.Points, "Tolerated loss of the plan that is printed.");
    private static readonly Option<double?> MaxMemory = Quantity.Option("--max-memory", Unit.Size, "Device memory for weights.");
    private static readonly Option<bool> RawInputStays = new("--raw-input-stays") { Description = "The input must not leave the device." };

    public static Command Create() => new Command("plan", "Decide where a model runs.")
    {
        ModelPath, Data, Tiers, Variants, Out, Explain, MaxDrop, MaxLatency, MaxP99, MaxEnergy, MaxMoney, MaxBytes, MaxMemory, MaxLeakage, RawInputStays, Weights, Pareto, Requests, Progressive, Rates, Slowdowns, Samples, Name, Levels,
    }.Runs(Run);

    private static Task<int> Run(VerbContext context)
    {
        if (context.Value(Explain) is string folder)
            return Task.FromResult(GraphPlanRun.Explain(context, folder));
        string path = context.Value(ModelPath) ?? throw Missing("MODEL", "Name the .onnx model.");
        string data = context.Value(Data) ?? throw Missing("--data", "Name a dataset: --data mnist.");
        return Task.FromResult(context.Value(Tiers) is string tiers
            ? GraphPlanRun.Plan(context, path, context.Value(Variants), data, Request(context, tiers), context.Value(Out))
            : MakePatterns(context, path, data, context.Value(Out) ?? throw Missing("--out", "Name the model repository to write into, or the tiers to plan over: --tiers FILE.")));
    }

    private static InputException Missing(string what, string remedy) => new("option-missing", what, "It is needed here.", remedy);

    private static GraphPlanRequest Request(VerbContext context, string tiers)
    {
        (Metric Metric, double? Most)[] limits =
        [
            (Metric.Drop, context.Value(MaxDrop)), (Metric.Latency, context.Value(MaxLatency)), (Metric.LatencyP99, context.Value(MaxP99)), (Metric.Energy, context.Value(MaxEnergy)), (Metric.Money, context.Value(MaxMoney)),
            (Metric.Bytes, context.Value(MaxBytes)), (Metric.Memory, context.Value(MaxMemory)), (Metric.Leakage, context.Value(MaxLeakage)),
        ];
        string? front = context.Value(Pareto) ?? (context.Has(Pareto) ? "latency,drop" : null);
        return new GraphPlanRequest(tiers, [.. limits.Where(l => l.Most is not null).Select(l => new Limit(l.Metric, l.Most!.Value))], context.Value(RawInputStays), context.Value(Weights), front, context.Value(Requests), context.Value(Samples))
        {
            Rates = context.Value(Rates),
            Slowdowns = context.Value(Slowdowns),
            Progressive = context.Value(Progressive),
        };
    }

    private static int MakePatterns(VerbContext context, string path, string dataset, string repository)
    {
        OfflineOptions options = Options(context);
        options.Validate();
        string name = context.Value(Name) ?? Path.GetFileNameWithoutExtension(path);
        if (name is "" or "." or ".." || name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0)
            throw new InputException("option-malformed", "--name", $"'{name}' cannot be a model's name: it becomes a folder.", "Use letters, digits, dots and dashes.");
        Dataset data = DatasetStore.Open(dataset);
        Graphs.Model model = OnnxFile.Read(path);
        byte[] file = File.ReadAllBytes(path);
        PatternSet patterns = new OfflinePlanner(new OnnxRuntimeRunner(context.Threads), OnnxFile.Serialize).Plan(
            name, Convert.ToHexStringLower(SHA256.HashData(file)), model, data.Calibration, options, context.Progress, context.Cancellation);
        string folder = Path.Combine(repository, name, "1");
        AtomicFile.WriteBytes(Path.Combine(folder, "model.onnx"), file);
        PatternFile.Write(patterns, Path.Combine(folder, PatternFile.Name));
        Print(context, new OnlinePlanner(patterns), folder);
        return ExitCodes.Done;
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
