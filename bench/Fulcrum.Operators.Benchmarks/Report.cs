using System.Text;

namespace Fulcrum.Operators.Benchmarks;

/// <summary>The table as Markdown: a section per model, in the order of the list.</summary>
internal sealed class Report(Strategies strategies, Results results)
{
    public string Write()
    {
        var text = new StringBuilder("# Operators measured\n\n");
        text.Append("Written by `bench/operators/run.sh`. ").Append(results.Machine).Append(".\n\n");
        text.Append("Latency: batch 1, one thread, median; variant and identity answer the same samples in turn, in random order, in one process. Brackets are 95 % intervals: of the ratio by bootstrap, of the points lost by pairs of answers on the test split. ");
        text.Append("A/A is identity against itself. MACs with early exits are those expected on average.\n");
        foreach (ModelEntry model in strategies.Models)
            Section(text, model.Name, [.. strategies.Compositions.Select(c => results.Of(model.Name, c.Name)).OfType<ResultRow>()]);
        new Reading(strategies, results).Write(text);
        return text.ToString();
    }

    private static void Section(StringBuilder text, string model, IReadOnlyList<ResultRow> rows)
    {
        ResultRow[] measured = [.. rows.Where(r => r.Figures is not null)];
        if (measured.FirstOrDefault(r => r.Composition == Composition.Identity)?.Figures is not { } identity)
            return;
        text.Append($"\n## {model}\n\n| operators | Top-1 % | points lost | latency ms | of identity | size | MACs |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (ResultRow row in measured)
            text.Append(Row(row, row.Figures!, identity));
        double low = measured.Min(r => r.Figures!.Latency.Control.Low), high = measured.Max(r => r.Figures!.Latency.Control.High);
        text.Append(FormattableString.Invariant($"\nA/A: {identity.Latency.Control}, over all rows {low:0.00} to {high:0.00}. {identity.Metrics?.Samples} test samples; identity has {identity.Bytes:#,0} bytes.\n"));
        string[] remarks = [.. measured.Where(r => Remarks(r.Figures!).Any()).Select(r => $"\n- `{r.Operators}`: {string.Join("; ", Remarks(r.Figures!))}")];
        if (remarks.Length > 0)
            text.Append('\n').AppendJoin("", remarks).Append('\n');
    }

    private static string Row(ResultRow row, Figures f, Figures identity) => FormattableString.Invariant(
        $"| {Code(row)} | {100 * f.Metrics?.After:0.00} | {Lost(f.Metrics)} | {f.Latency.VariantMs:0.000} | {f.Latency.Ratio} | {(double)f.Bytes / identity.Bytes:0.000} | {f.Macs:#,0} |\n");

    private static string Code(ResultRow row) => $"`{row.Operators.Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static string Lost(ManifestMetrics? m) => m is null ? "" : FormattableString.Invariant($"{m.DropPoints:0.00} [{m.DropInterval[0]:0.00}, {m.DropInterval[1]:0.00}]");

    private static IEnumerable<string> Remarks(Figures f)
    {
        if (f.Fusion is string fusion)
            yield return fusion;
        if (f.HasExits)
            yield return FormattableString.Invariant($"on average {f.Latency.MeanRatio:0.00} of identity's time, since samples leave at different exits");
    }
}
