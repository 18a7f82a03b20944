using System.Globalization;
using Fulcrum.Cli.Results;
using Fulcrum.Lab.Deployments;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>The report of a deployed plan as a table.</summary>
internal static class PlanDeviceTable
{
    public static void Draw(IAnsiConsole console, PlanReport report)
    {
        Table table = ResultTable.Create("where", "phase", "median", "mean", "p95", "p99").Right(2, 3, 4, 5);
        for (int t = 0; t < report.Tiers.Count; t++)
        {
            TierReport tier = report.Tiers[t];
            if (t > 0)
                Row(table, tier.Tier, "decode", tier.Decode);
            Row(table, tier.Tier, "compute", tier.Compute);
            if (t >= report.Links.Count)
                continue;
            Row(table, tier.Tier, "encode", tier.Encode);
            Row(table, $"{report.Links[t].From} - {report.Links[t].To}", "transmission", report.Links[t].Transmission);
        }

        Row(table, "", "total", report.Total);
        console.Write(table);
        console.WriteLine(Text($"{report.Requests} requests of {report.Samples} samples; {report.BytesUp:0.#} bytes up and {report.BytesDown:0.#} down per request; {report.RequestsPerSecond:0.#} requests per second, {report.InFlight} at a time."));
        foreach ((string exit, double share) in report.Exits)
            console.WriteLine(Text($"exit {exit}: {100 * share:0.0} %"));
        if (report.Following is { } follow)
        {
            console.WriteLine(Text($"{follow.Switches} switches, {follow.Fallbacks} fallbacks, {follow.Probes} probes{(follow.Late is int late ? Text($", {late} requests after the deadline") : "")}."));
            foreach (PlanShare plan in follow.Plans)
                console.WriteLine(Text($"{100 * plan.Share:0.0} % {plan.Name}"));
        }

        if (report.Upgrade is { } upgrade)
        {
            console.WriteLine(Text($"{upgrade.BaseBytes} bytes to start with; first answer after {upgrade.FirstAnswerSeconds:0.000} s.")
                + (upgrade.UpgradeBytes == 0 ? "" : upgrade.SwitchedSeconds is double at ? Text($" Upgrade of {upgrade.UpgradeBytes} bytes in use after {at:0.000} s and {upgrade.RequestsBefore} requests.") : Text($" No switch to the upgrade of {upgrade.UpgradeBytes} bytes.")));
        }

        if (report is { Top1: double top1, Interval: [double low, double high] })
            console.WriteLine(Text($"Top-1 {100 * top1:0.00} % ({100 * low:0.00} to {100 * high:0.00})"));
        foreach ((string metric, double value) in report.Predicted.OrderBy(p => p.Key, StringComparer.Ordinal))
            console.WriteLine(Text($"predicted {metric}: {value:0.######}"));
    }

    private static void Row(Table table, string where, string phase, PhaseSummary times) =>
        table.Row(where, phase, Text($"{times.P50:0.000} ms"), Text($"{times.Mean:0.000} ms"), Text($"{times.P95:0.000} ms"), Text($"{times.P99:0.000} ms"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
