using System.CommandLine;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Problems;
using Fulcrum.Statistics.Comparing;
using Fulcrum.Statistics.Hypotheses;
using Fulcrum.Statistics.Measurements;

namespace Fulcrum.Cli.Verbs;

/// <summary>`stats FILE.csv`: which strategies differ, and by how much.</summary>
internal static class StatsVerb
{
    private static readonly ComparisonOptions Defaults = new();
    private static readonly Argument<string> FilePath = new("FILE") { Description = "Measurements: comma-separated text with a header." };
    private static readonly Option<string?> GroupBy = new("--group-by") { Description = "Columns that make a group, with commas (default: model)." };
    private static readonly Option<string?> Factor = new("--factor") { Description = "Columns that make the levels to compare, with commas (default: operator, and tier where it varies)." };
    private static readonly Option<string?> Value = new("--value") { Description = "The column measured (default: latency_s and the like)." };
    private static readonly Option<string[]> Where = new("--where") { Description = "Rows to keep: phase=timed, several with commas." };
    private static readonly Option<string> Adjust = new("--adjust") { Description = "Adjustment for all pairs of a group: holm or bonferroni.", DefaultValueFactory = _ => "holm" };
    private static readonly Option<double> Alpha = new("--alpha") { Description = "Accepted chance of a false finding in a group.", DefaultValueFactory = _ => Defaults.Alpha };
    private static readonly Option<string?> Block = new("--block") { Description = "The column whose values make blocks, whose rows hang together (default: round)." };
    private static readonly Option<bool> Pair = new("--pair") { Description = "Values of the same run are pairs: Wilcoxon's signed-rank test." };

    public static Command Create()
    {
        Adjust.AcceptOnlyFromAmong("holm", "bonferroni");
        return new Command("stats", "Say which measured strategies differ, and by how much.") { FilePath, GroupBy, Factor, Value, Where, Adjust, Alpha, Pair, Block }.Runs(Run);
    }

    private static Task<int> Run(VerbContext context)
    {
        var selection = new MeasurementSelection
        {
            GroupBy = Names(context.Value(GroupBy)), Factor = Names(context.Value(Factor)), Value = context.Value(Value), Block = context.Value(Block), Where = [.. (context.Value(Where) ?? []).SelectMany(Conditions)],
        };
        var options = new ComparisonOptions
        {
            Adjust = context.Value(Adjust) == "holm" ? PAdjustment.Holm : PAdjustment.Bonferroni, Alpha = context.Value(Alpha), Paired = context.Value(Pair), Seed = context.Seed,
        };
        string path = context.Value(FilePath);
        SelectedSamples samples = new MeasurementSelector(MeasurementTable.Read(path)).Select(selection);
        if (samples.Warmup > 0)
            context.Note($"{samples.Warmup} rows of the phase 'warmup' are left out (--where phase=... chooses).");
        ComparisonReport report = Compare(path, samples, options);
        context.Print(StatsResult.Of(path, samples, options, report), CliJson.Default.StatsResult, console => StatsTable.Show(console, samples, options, report));
        return Task.FromResult(ExitCodes.Done);
    }

    /// <summary>Names the file in what is wrong with its groups.</summary>
    private static ComparisonReport Compare(string path, SelectedSamples samples, ComparisonOptions options)
    {
        try
        {
            return LatencyComparison.Compare(samples.Groups, options);
        }
        catch (InputException refused)
        {
            throw new InputException([.. refused.Problems.Select(p => p with { Place = $"{path}, {p.Place}" })], refused);
        }
    }

    private static string[]? Names(string? columns) => columns?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<(string Column, string Value)> Conditions(string where) => where.Split(',').Select(condition =>
    {
        int equal = condition.IndexOf('=', StringComparison.Ordinal);
        return equal > 0
            ? (condition[..equal].Trim(), condition[(equal + 1)..].Trim())
            : throw new InputException("where-form", "--where", $"'{condition}' is no condition.", "Write COLUMN=VALUE: --where phase=timed.");
    });
}
