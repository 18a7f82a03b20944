using System.Globalization;
using Fulcrum.Lab.Studies;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;
using Fulcrum.Statistics.Measurements;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Lab.Recommending;

/// <summary>The columns of a file of measurements that say what each tier and link took.</summary>
internal sealed class PhaseColumns
{
    private readonly int[][] _compute, _links;
    private readonly int[] _rest;

    private PhaseColumns(int[][] compute, int[][] links, int[] rest) => (_compute, _links, _rest) = (compute, links, rest);

    /// <summary>Those of a table; null when it has no phases.</summary>
    /// <exception cref="InputException"><c>column-unknown</c> for phases of a tier or link that the system lacks.</exception>
    public static PhaseColumns? Find(MeasurementTable table, TierSystem system)
    {
        List<string> columns = [.. table.Columns];
        string[][] compute = [.. system.Tiers.Select(t => (string[])[$"{t.Name}.decode_ms", $"{t.Name}.compute_ms", $"{t.Name}.encode_ms"])];
        string[][] links = [.. system.Links.Select(l => (string[])[$"{StudyConditions.NameOf(l)}.link_ms"])];
        string[] known = [.. compute.Concat(links).SelectMany(c => c)];
        if (columns.FirstOrDefault(c => c.Contains('.', StringComparison.Ordinal) && c.EndsWith("_ms", StringComparison.Ordinal) && !known.Contains(c)) is string unknown)
            throw new InputException("column-unknown", $"{table.Path}:1", $"The column '{unknown}' is a phase of no tier or link of the tiers file.", Suggestions.Closest(unknown, known) is string near ? $"Did you mean '{near}'?" : $"Tiers: {string.Join(", ", system.Tiers.Select(t => t.Name))}.");
        int[] At(string[] names) => [.. names.Select(n => columns.IndexOf(n)).Where(i => i >= 0)];
        return known.Any(columns.Contains) ? new PhaseColumns([.. compute.Select(At)], [.. links.Select(At)], At(["prepare_ms", "finish_ms"])) : null;
    }

    /// <summary>Medians over rows, in seconds; null when a field is no number.</summary>
    public MeasuredParts? Medians(IReadOnlyList<MeasurementRow> rows)
    {
        bool isWhole = true;
        double Of(int[] columns) => 1e-3 * Quantile.Median(rows.Select(r => columns.Sum(c => Number(r.Fields[c]))));
        double Number(string text)
        {
            isWhole &= double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value >= 0;
            return value;
        }

        var parts = new MeasuredParts([.. _compute.Select(Of)], [.. _links.Select(Of)], Of(_rest));
        return isWhole ? parts : null;
    }
}
