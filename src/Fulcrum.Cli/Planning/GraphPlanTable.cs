using System.Globalization;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Units;
using Spectre.Console;

namespace Fulcrum.Cli.Planning;

/// <summary>A decision for people.</summary>
internal static class GraphPlanTable
{
    public static void Draw(IAnsiConsole console, GraphPlanResult result)
    {
        Table table = Create();
        Add(table, "chosen", "", result.Chosen);
        foreach (PolicyFigure candidate in result.Candidates)
        {
            if (candidate.Plan is { } plan)
                Add(table, candidate.Policy, candidate.Allowed ? "" : "breaks a limit", plan);
            else
                table.Row(candidate.Policy, "", "", "", "", "", "", "", "no plan");
        }

        console.Write(table);
        if (result.Pareto.Count > 0)
        {
            Table front = Create();
            foreach (GraphPlanFigure plan in result.Pareto)
                Add(front, "front", "", plan);
            console.Write(front);
            console.WriteLine(Text($"{result.Pareto.Count} plans on the front, hypervolume {result.Hypervolume:0.0000} of the box up to the worst plan."));
        }

        console.WriteLine(ResultTable.Plain(result.Summary));
        foreach (string reason in result.Reasons)
            console.WriteLine(reason);
        foreach (LadderRung rung in result.Ladder)
            console.WriteLine(ResultTable.Plain(Text($"On offer: {rung.Variant}: {Exits(rung.Exits)}")));
        foreach (PlannedExit exit in result.Chosen.Exits)
            console.WriteLine(ResultTable.Plain(Text($"Exit of the chosen plan: {exit.Output} on {exit.Tier} from confidence ({exit.Confidence}) {exit.Threshold:0.0000}: {100 * exit.Rate:0.0} % of samples are expected to leave.")));
        if (result.Chosen.Exits.Count > 0)
            console.WriteLine(Text($"Predicted mean latency with exits: {1e3 * result.Chosen.Metrics["latency"]:0.000} ms; a sample that leaves at none waits longer (p99 {1e3 * result.Chosen.Metrics["latency_p99"]:0.000} ms)."));
        foreach (GraphPlanLoss loss in new[] { result.Verified, result.Tested }.DistinctBy(l => l.Split))
            console.WriteLine(Text($"Executed on {loss.Samples} samples ({loss.Split}): {loss.Points:0.00} points lost (95 %: {loss.Interval[0]:0.00} to {loss.Interval[1]:0.00}), predicted {loss.PredictedPoints:0.00}.{Left(loss)}"));
        if (result.Repairs > 0)
            console.WriteLine(Text($"More careful plans were sought {result.Repairs} times because an execution lost more than was tolerated."));
        foreach (SurrogateError error in result.Surrogates)
            console.WriteLine(Text($"Accuracy model of {error.Variant}: {error.MedianPoints:0.00} points off in the median, {error.P90Points:0.00} at the 90th percentile, over {error.Readings} tensors and widths."));
        foreach (DownloadFigure download in result.Downloads)
            console.WriteLine(Text($"{download.Tier} fetches {download.WeightBytes} bytes of weights ({download.PredictedBytes:0} predicted, {download.FloatBytes} as floats) and {download.GraphBytes} of the graph: {download.FirstBytes} to start with, {download.UpgradeBytes} later."));
        if (result.Progressive is { } progressive)
            Draw(console, progressive);
        if (result.Set is { } set)
            Draw(console, set);
        if (result.Path is string path)
            console.WriteLine($"Written: {path}");
    }

    private static void Draw(IAnsiConsole console, ProgressiveFigure progressive)
    {
        Table table = ResultTable.Create("start with", "bytes", "later", "more than at once", "lost", "").Right(1, 2, 3, 4);
        foreach (BaseFigure start in progressive.Candidates)
            table.Row(start.Name, Text($"{start.BaseBytes}"), Text($"{start.UpgradeBytes}"), Text($"{100 * start.Overhead:0.0} %"), Text($"{start.Points:0.00}"), start.Name == progressive.Chosen ? "chosen" : "");
        console.Write(table);
        console.WriteLine(progressive.Chosen is null
            ? "None that helps keeps the limit: weights are fetched at once."
            : Text($"First answer after {progressive.FirstSeconds:0.000} s instead of {progressive.FirstWholeSeconds:0.000} s; fetching costs {1e3 * progressive.AmortisedSeconds:0.000} ms a request instead of {1e3 * progressive.AmortisedWholeSeconds:0.000} ms."));
    }

    private static void Draw(IAnsiConsole console, PlanSetFigure set)
    {
        Table table = ResultTable.Create("plan", "links", "memory", "lost", "").Right(1, 2, 3);
        foreach (PlanSetRow row in set.Rows)
            table.Row(row.Plan, Text($"{row.Links}"), Human.Bytes((long)row.MemoryBytes), Text($"{row.Points:0.00}"), row.Summary);
        console.Write(table);
        foreach (string remark in set.Remarks)
            console.WriteLine(remark);
        console.WriteLine(Text($"{set.Rows.Count} plans in the set, {set.Compiled} compiled; at {set.Regret.Points} random conditions the table costs {100 * set.Regret.Mean:0.00} % more than the best plan in the mean, {100 * set.Regret.P95:0.00} % at the 95th percentile, {100 * set.Regret.Most:0.00} % at most.")
            + (set.Bytes is long bytes ? $" All files: {Human.Bytes(bytes)}." : ""));
    }

    private static Table Create() => ResultTable.Create("", "latency", "p99", "energy", "bytes", "leakage", "drop", "", "plan").Right(1, 2, 3, 4, 5, 6);

    private static void Add(Table table, string name, string remark, GraphPlanFigure plan) => table.Row(
        name, Text($"{1e3 * plan.Metrics["latency"]:0.000} ms"), Text($"{1e3 * plan.Metrics["latency_p99"]:0.000} ms"), Text($"{1e3 * plan.Metrics["energy"]:0.000} mJ"), Human.Bytes((long)plan.Metrics["bytes"]),
        Text($"{plan.Metrics["leakage"]:0.00}"), Text($"{plan.Metrics["drop"]:0.00}"), remark, plan.Name);

    private static string Exits(IReadOnlyList<PlannedExit> exits) => exits.Count == 0 ? "none is asked" : string.Join(", ", exits.Select(e => Text($"{e.Output} from {e.Threshold:0.0000} ({100 * e.Rate:0.0} %)")));

    private static string Left(GraphPlanLoss loss) => loss.ExitRates.Count == 0 ? "" : $" Left: {string.Join(", ", loss.ExitRates.Select(e => Text($"{e.Key} {100 * e.Value:0.0} %")))}.";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
