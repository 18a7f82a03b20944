using System.Globalization;
using Fulcrum.Lab.Demo;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>The demo's report as tables.</summary>
internal static class DemoTable
{
    public static void Draw(IAnsiConsole console, DemoReport report, string page)
    {
        console.WriteLine(Text($"{report.Model.Name}: {report.Model.Parameters} parameters, fp32 Top-1 {100 * report.Fp32Top1:0.00} % on {report.TestImages} test images."));
        console.WriteLine(Text($"Per cut at {report.ComparisonLevel} points accepted loss. Payload and Top-1 measured over HTTP; time, energy and cost by QPART's model, Table II."));
        console.Write(Cuts(report));
        console.WriteLine("The three schemes QPART compares with, and the two trivial strategies:");
        console.Write(Baselines(report));
        console.WriteLine(report.Chosen.Summary);
        foreach (string reason in report.Chosen.Reasons)
            console.WriteLine(reason);
        console.WriteLine(Text($"Took {string.Join(", ", report.Seconds.Select(s => Text($"{s.Key} {s.Value:0.0} s")))}. Plots: {page}"));
    }

    private static Table Cuts(DemoReport report)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("cut", "bits", "payload", "of fp32", "cut tensor", "Top-1", "loss, points (95 %)", "time", "energy", "cost / 1M", "objective", "device / link / server");
        foreach (DemoPattern p in report.Patterns.Where(p => p.Level == report.ComparisonLevel))
        {
            table.AddRow(
                Text($"{p.Cut} {p.Name}{(p.Cut == report.Chosen.Cut ? " *" : "")}"), string.Join(' ', p.Bits), Text($"{p.PayloadBytes} B"), p.Fp32Bytes == 0 ? "-" : Text($"{100 * p.PayloadRatio:0.0} %"),
                Text($"{p.CutTensorBytes:0} B"), Text($"{100 * p.Top1:0.00} %"), Text($"{p.DropPoints:0.00} ({p.DropInterval[0]:0.00} to {p.DropInterval[1]:0.00})"),
                Text($"{1e3 * p.Modelled.TotalS:0.00} ms"), Text($"{1e3 * p.Modelled.EnergyJ:0.00} mJ"), Text($"${1e6 * p.Modelled.CostUsd:0.0000}"), Text($"{p.Objective:0.00000}"),
                p.MeasuredMs is DemoPhases m ? Text($"{m.Device:0.00} / {m.Uplink + m.Downlink:0.00} / {m.Server:0.00} ms") : "");
        }

        return table;
    }

    private static Table Baselines(DemoReport report)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("scheme", "cut", "payload", "cut tensor", "Top-1", "time", "energy", "objective", "what");
        foreach (DemoBaseline b in report.Baselines)
        {
            table.AddRow(
                b.Name, Text($"{b.Cut}"), Text($"{b.PayloadBytes} B"), Text($"{b.CutTensorBytes:0} B"), Text($"{100 * b.Top1:0.00} %"),
                Text($"{1e3 * b.Modelled.TotalS:0.00} ms"), Text($"{1e3 * b.Modelled.EnergyJ:0.00} mJ"), Text($"{b.Objective:0.00000}"), b.Note);
        }

        return table;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
