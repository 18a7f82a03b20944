using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Tables;

namespace Fulcrum.Protocol.Sets;

/// <summary>Checks what a table.json claims, everything at once.</summary>
internal static class TableCheck
{
    /// <summary>The most rows.</summary>
    public const int Rows = 1024;

    private const string Remedy = "Write the set again: fulcrum plan MODEL --tiers FILE --rates LINK=LEAST..MOST:POINTS -o DIR.";

    public static IReadOnlyList<Problem> Check(TableManifest table)
    {
        if (table.Format != TableManifest.CurrentFormat)
            return [new("table-format", "format", $"The table has format {table.Format}, this program reads {TableManifest.CurrentFormat}.", "Update the older side.")];
        List<Problem> problems = [];
        void Require(bool holds, string place, string message)
        {
            if (!holds)
                problems.Add(new Problem("table-invalid", place, message, Remedy));
        }

        Require(ManifestCheck.IsToken(table.Model), "model", "The name is empty, too long, or holds more than letters, digits, dot, dash and underscore.");
        bool isSound = table.Tiers.Count is > 0 and <= PlanLimits.Tiers;
        Require(isSound, "tiers", $"There are {table.Tiers.Count} tiers, 1 to {PlanLimits.Tiers} are possible.");
        Require(table.Tiers.All(ManifestCheck.IsToken) && table.Tiers.Distinct().Count() == table.Tiers.Count, "tiers", "A name is empty, too long, there twice, or holds more than letters, digits, dash and underscore.");
        Require(table.Features.SequenceEqual(FeatureLayout.Names(table.Tiers)), "features", "These are not the numbers that conditions over these tiers are.");
        foreach ((string metric, double weight) in table.Objective)
            Require(double.IsFinite(weight) && weight >= 0, $"objective.{metric}", "This is no weight.");
        for (int l = 0; l < table.Limits.Count; l++)
            Require(double.IsFinite(table.Limits[l].Most) && table.Limits[l].Metric.Length is > 0 and <= PlanLimits.TokenLength, $"limits[{l}]", "The metric is empty, or the limit is not finite.");
        Require(table.Hysteresis is { Margin: >= 0 and < 1, Observations: >= 1 and <= 1000 }, "hysteresis", "A margin is 0 or more and below 1, observations are 1 to 1000.");
        Require(table.Times is "measured" or "composed" or "fitted" or TableManifest.Modelled, "times", "There is no such source of times.");
        CheckConditions(table, Require);
        Require(table.Rows.Count is > 0 and <= Rows, "rows", $"There are {table.Rows.Count} rows, 1 to {Rows} are possible.");
        Require(table.Rows.Select(r => r.Plan).Distinct().Count() == table.Rows.Count, "rows", "A plan is given twice.");
        for (int r = 0; r < Math.Min(table.Rows.Count, Rows) && isSound; r++)
            CheckRow(table, table.Rows[r], $"rows[{r}]", Require);
        return problems;
    }

    private static void CheckConditions(TableManifest table, Action<bool, string, string> require)
    {
        TableConditions conditions = table.Conditions;
        require(IsPositive(conditions.ExpectedRequests), "conditions.expected_requests", "This is no positive number.");
        require(conditions.Slowdowns.Count == table.Tiers.Count, "conditions.slowdowns", $"There are {conditions.Slowdowns.Count} slowdowns for {table.Tiers.Count} tiers.");
        require(conditions.Links.Count == table.Tiers.Count - 1, "conditions.links", $"There are {conditions.Links.Count} links for {table.Tiers.Count} tiers.");
        for (int t = 0; t < conditions.Slowdowns.Count; t++)
            require(IsRange(conditions.Slowdowns[t]), $"conditions.slowdowns[{t}]", "These are no positive numbers in order.");
        for (int l = 0; l < conditions.Links.Count; l++)
        {
            require(IsRange(conditions.Links[l].Up) && IsPositive(conditions.Links[l].DownPerUp), $"conditions.links[{l}]", "A rate is no positive number, or a range is not in order.");
            require(double.IsFinite(conditions.Links[l].DelaySeconds) && conditions.Links[l].DelaySeconds >= 0, $"conditions.links[{l}].delay_seconds", "This is no delay.");
        }
    }

    private static void CheckRow(TableManifest table, TableRow row, string place, Action<bool, string, string> require)
    {
        int count = new FeatureLayout(table.Tiers.Count).Count;
        void Coefficients(IReadOnlyList<double> values, string of) =>
            require(values.Count == count && values.All(v => double.IsFinite(v) && v >= 0), $"{place}.{of}", $"These are not {count} finite numbers, zero or more.");

        require(ManifestCheck.IsToken(row.Plan) && row.Plan.EndsWith(".json", StringComparison.Ordinal) && row.Plan is not ("table.json" or "decision.json"), $"{place}.plan", "This is no name of a plan's file in the folder.");
        require(ManifestCheck.IsHash(row.Sha256), $"{place}.sha256", "This is no lower-case hex SHA-256.");
        require(row.Links >= 0 && row.Links < table.Tiers.Count, $"{place}.links", $"There are {table.Tiers.Count - 1} links.");
        require(double.IsFinite(row.MemoryBytes) && row.MemoryBytes >= 0, $"{place}.memory_bytes", "This is no number of bytes.");
        require(row.Seconds.Count == row.Links + 1 && row.Seconds.All(s => double.IsFinite(s) && s >= 0), $"{place}.seconds", "There is not one time for each tier that is used.");
        require(row.Name.Length > 0 && row.Name.Length <= PlanLimits.NameLength, $"{place}.name", "The name is empty or too long.");
        Coefficients(row.Cost, "cost");
        Coefficients(row.Energy, "energy");
        Coefficients(row.Latency, "latency");
        require(row.Limits.Count == table.Limits.Count, $"{place}.limits", $"There are {row.Limits.Count} limits, the table has {table.Limits.Count}.");
        for (int l = 0; l < row.Limits.Count; l++)
            Coefficients(row.Limits[l], $"limits[{l}]");
    }

    private static bool IsPositive(double value) => double.IsFinite(value) && value > 0;

    private static bool IsRange(TableRange range) => IsPositive(range.Nominal) && IsPositive(range.Least) && IsPositive(range.Most) && range.Least <= range.Most;
}
