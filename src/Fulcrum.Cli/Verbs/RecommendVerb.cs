using System.CommandLine;
using Fulcrum.Cli.Planning;
using Fulcrum.Cli.Recommending;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Data;
using Fulcrum.Lab.Inputs;
using Fulcrum.Lab.Recommending;
using Fulcrum.Lab.Studies;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;
using Fulcrum.Problems.Quantities;

namespace Fulcrum.Cli.Verbs;

/// <summary>`recommend MODEL --tiers FILE`: ranks operators on tiers by predictions, which measurements correct.</summary>
internal static class RecommendVerb
{
    /// <summary>Stored samples whose encoded size is averaged.</summary>
    private const int EncodedSamples = 256;

    private static readonly Argument<string> ModelPath = new("MODEL") { Description = "The .onnx model as it came." };
    private static readonly Option<string> Tiers = new("--tiers") { Description = "The tiers file (docs/planning.md).", Required = true };
    private static readonly Option<string[]> Variants = new("--variant") { Description = "NAME=PATH: another form of the model, an .onnx file or a folder of `apply`. Repeatable.", DefaultValueFactory = _ => [] };
    private static readonly Option<string?> Study = new("--study") { Description = "A study's folder: its artefacts of this model become variants, its requests measurements." };
    private static readonly Option<string[]> Measurements = new("--measurements") { Description = "Anybody's measurements (CSV): operator, tier, latency_s and, where they varied, rates as FROM-TO_mbps. Repeatable.", DefaultValueFactory = _ => [] };
    private static readonly Option<string?> Value = new("--value") { Description = "The column measured (default: latency_s and the like)." };
    private static readonly Option<string> Mode = new("--mode") { Description = "Rows of a column 'mode' that are taken.", DefaultValueFactory = _ => "fulcrum" };
    private static readonly Option<string?> ModelName = new("--model-name") { Description = "What measurements call the model. Default: the file's name." };
    private static readonly Option<string[]> Rates = new("--rate") { Description = "FROM-TO=50Mbps: the rate of a link now, up; down keeps its ratio. Repeatable.", DefaultValueFactory = _ => [] };
    private static readonly Option<string?> Data = new("--data") { Description = "A dataset: how many bytes an encoded input takes." };
    private static readonly Option<double?> MaxDrop = Quantity.Option("--max-drop", Unit.Points, "Tolerated loss of accuracy.");
    private static readonly Option<double?> MaxLatency = Quantity.Option("--max-latency", Unit.Duration, "Longest median time of a request.");
    private static readonly Option<double?> MaxP99 = Quantity.Option("--max-p99", Unit.Duration, "Longest 99th percentile of the time of a request.");
    private static readonly Option<double?> MaxEnergy = Quantity.Option("--max-energy", Unit.Energy, "Most energy of the device for a request.");
    private static readonly Option<double?> MaxMoney = Quantity.Option("--max-money", Unit.Money, "Most money for a request.");
    private static readonly Option<double?> MaxBytes = Quantity.Option("--max-bytes", Unit.Size, "Most bytes of a request over all links.");
    private static readonly Option<double?> MaxMemory = Quantity.Option("--max-memory", Unit.Size, "Memory of the device.");
    private static readonly Option<bool> RawInputStays = new("--raw-input-stays") { Description = "The input must not leave the device." };
    private static readonly Option<string?> Weights = new("--weights") { Description = "What is minimised, for example latency=1,energy=0.5. Default: the median latency." };
    private static readonly Option<double> Requests = new("--requests") { Description = "Requests over which the download of weights is spread.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int?> Leave = new("--leave-out") { Description = "Judge the recommender by the measurements: keep N of their rates, recommend for the others." };
    private static readonly Option<int> Draws = new Option<int>("--draws") { Description = "With --leave-out: how many choices of the N are tried.", DefaultValueFactory = _ => 20 }.AtLeast(1);

    public static Command Create() => new Command("recommend", "Rank operators on tiers by predictions and measurements.")
    {
        ModelPath, Tiers, Variants, Study, Measurements, Value, Mode, ModelName, Rates, Data, MaxDrop, MaxLatency, MaxP99, MaxEnergy, MaxMoney, MaxBytes, MaxMemory, RawInputStays, Weights, Requests, Leave, Draws,
    }.Runs(Run);

    private static Task<int> Run(VerbContext context)
    {
        string path = context.Value(ModelPath), name = context.Value(ModelName) ?? Path.GetFileNameWithoutExtension(path);
        (RecommendationOptions options, IReadOnlyList<Limit> limits) = Options(context);
        var sources = new RecommendationSources
        {
            System = options.System,
            Model = RecommendModels.Read(RecommendVariant.Identity, path),
            ModelNames = [name],
            Read = RecommendModels.Read,
            Variants = Unique([.. context.Value(Variants).Select(RecommendModels.Variant)]),
            Study = context.Value(Study),
            Measurements = context.Value(Measurements),
            Value = context.Value(Value),
            Mode = context.Value(Mode),
            EncodedInputBytes = context.Value(Data) is string data ? EncodedInputs.MeanBytes(DatasetStore.Open(data).Test.Take(EncodedSamples)) : null,
        };
        RecommendationInput input = RecommendationInput.Of(sources, options.Conditions);
        return Task.FromResult(context.Value(Leave) is int kept ? LeaveOutOf(context, name, input, limits, kept) : Recommend(context, name, input, options));
    }

    private static int Recommend(VerbContext context, string name, RecommendationInput input, RecommendationOptions options)
    {
        Recommendation found = Recommender.Run(input.Candidates, input.Cells, options);
        RecommendResult result = RecommendFigures.Of(name, found, options.System, options.Conditions);
        context.Print(result, CliJson.Default.RecommendResult, console => RecommendTable.Draw(console, result));
        if (found.Best is not null)
            return ExitCodes.Done;
        RankedStrategy nearest = found.Ranking.MinBy(r => (r.Breaks.Max(b => b.Ratio), r.Objective))!;
        Console.Error.WriteLine($"Nothing keeps the limits. The nearest is {nearest.Strategy.Name}: {string.Join("; ", nearest.Breaks.Select(b => b.Text))}.");
        return ExitCodes.BudgetNotMet;
    }

    private static int LeaveOutOf(VerbContext context, string name, RecommendationInput input, IReadOnlyList<Limit> limits, int kept)
    {
        double most = limits.Where(l => l.Metric == Metric.Drop).Select(l => l.Most).DefaultIfEmpty(double.PositiveInfinity).Min();
        MeasuredCell[] cells = [.. input.Cells.Where(c => double.IsPositiveInfinity(most) || input.Candidates[c.Strategy].DropPoints <= most)];
        int there = cells.Select(c => c.Links.Key).Distinct().Count();
        if (kept < 1 || kept >= there)
            throw new InputException("leave-out", "--leave-out", $"{kept} of {there} measured rates cannot be kept.", "Keep at least one and leave at least one; measurements at several rates come from a sweep, with columns FROM-TO_mbps.");
        LeaveOutResult result = RecommendFigures.Of(name, LeaveOut.Run(input.Candidates, cells, kept, context.Value(Draws), context.Seed, context.Cancellation));
        context.Print(result, CliJson.Default.LeaveOutResult, console => RecommendTable.Draw(console, result));
        return ExitCodes.Done;
    }

    private static (RecommendationOptions Options, IReadOnlyList<Limit> Limits) Options(VerbContext context)
    {
        (Metric Metric, double? Most)[] given =
        [
            (Metric.Drop, context.Value(MaxDrop)), (Metric.LatencyP50, context.Value(MaxLatency)), (Metric.LatencyP99, context.Value(MaxP99)), (Metric.Energy, context.Value(MaxEnergy)), (Metric.Money, context.Value(MaxMoney)),
            (Metric.Bytes, context.Value(MaxBytes)), (Metric.Memory, context.Value(MaxMemory)),
        ];
        Limit[] limits = [.. given.Where(l => l.Most is not null).Select(l => new Limit(l.Metric, l.Most!.Value))];
        var request = new GraphPlanRequest(context.Value(Tiers), limits, context.Value(RawInputStays), context.Value(Weights), null, context.Value(Requests), null);
        var planned = request.ToOptions();
        planned.Constraints.Require();
        Objective objective = context.Has(Weights) ? planned.Objective : Objective.Least(Metric.LatencyP50);
        return (new RecommendationOptions { System = planned.System, Conditions = Now(context, planned.System), Constraints = planned.Constraints, Objective = objective, Seed = context.Seed }, limits);
    }

    private static Conditions Now(VerbContext context, TierSystem system)
    {
        var conditions = Conditions.Of(system, context.Value(Requests));
        string[] links = [.. system.Links.Select(StudyConditions.NameOf)];
        foreach (string rate in context.Value(Rates))
        {
            string[] parts = rate.Split('=', 2);
            (double value, string? error) = parts.Length == 2 ? QuantityText.Parse(parts[1], Unit.DataRate) : (0, $"'{rate}' is no rate of a link.");
            int link = Array.IndexOf(links, parts[0]);
            if (error is null && link < 0)
                throw new InputException("option-malformed", "--rate", $"There is no link '{parts[0]}'.", Suggestions.Closest(parts[0], links) is string near ? $"Did you mean '{near}'?" : $"Links: {string.Join(", ", links)}.");
            if (error is not null || !(value > 0))
                throw new InputException("option-malformed", "--rate", error ?? $"{value} bits per second is no rate.", $"Use for example --rate {links.FirstOrDefault() ?? "device-edge"}=50Mbps.");
            conditions = conditions.WithLink(link, value / conditions.UpBitsPerSecond[link]);
            conditions.UpBitsPerSecond[link] = value;
        }

        return conditions;
    }

    private static RecommendVariant[] Unique(RecommendVariant[] variants) => variants.GroupBy(v => v.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice
        ? throw new InputException("option-malformed", "--variant", $"The name '{twice.Key}' is given twice.", "Give each variant its own.")
        : variants;
}
