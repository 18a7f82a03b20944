using System.Globalization;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Units;
using Fulcrum.Lab.Calibration;
using Fulcrum.Lab.Emulation;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>Draws what `tiers` found.</summary>
internal static class TiersTable
{
    public static void Draw(IAnsiConsole console, TiersResult result)
    {
        Table tiers = ResultTable.Create("tier", "cores", "memory", "power", "price", "what it means here").Right(1, 2, 3, 4);
        foreach (TierRow t in result.Tiers)
            tiers.Row(t.Name, t.Cores is double c ? Text($"{c:0.###}") : "", t.MemoryBytes is double m ? Human.Bytes((long)m) : "", t.PowerWatts is double w ? Text($"{w:0.###} W") : "", t.UsdPerSecond > 0 ? Text($"{3600 * t.UsdPerSecond:0.####} USD/h") : "", Meaning(t));
        console.Write(tiers);
        if (result.Links.Count > 0)
        {
            Table links = ResultTable.Create("link", "up", "down", "rtt", "jitter", "loss").Right(1, 2, 3);
            foreach (LinkRow l in result.Links)
                links.Row($"{l.From} to {l.To}", Rate(l.UpBitsPerSecond), Rate(l.DownBitsPerSecond), Time(l.RttSeconds), l.JitterShape is null ? "" : $"{l.JitterShape}, median {Time(l.JitterP50)}, 99 % below {Time(l.JitterP99)}", l.Loss > 0 ? Text($"{100 * l.Loss:0.###} %") : "");
            console.Write(links);
        }

        if (result.Emulation is EmulationRow emulation)
            Draw(console, emulation);
    }

    private static void Draw(IAnsiConsole console, EmulationRow emulation)
    {
        console.WriteLine(emulation.Reason is null ? "Brought up in network namespaces: rates held by the kernel, delay, jitter and loss by the transport." : $"Brought up over loopback, links held by the transport: {emulation.Reason}.");
        foreach (RealMachine machine in emulation.Machines)
        {
            string what = machine.Facts is { } facts ? Text($" ({facts.System}, {facts.Processor ?? "unknown processor"}, {facts.Threads} threads, Fulcrum {machine.Version})") : "";
            console.WriteLine($"{machine.Tier} is a machine of its own{what}: neither it nor the link to it is limited or measured.");
        }

        Table table = ResultTable.Create("", "asked for", "measured", "off by", "A/A", "").Right(1, 2, 3, 4);
        foreach (CalibratedTier t in emulation.Calibration.Tiers)
            Row(table, $"{t.Tier}: cores", t.Cores, v => Text($"{v:0.000}"));
        foreach (CalibratedLink l in emulation.Calibration.Links)
        {
            Row(table, $"{l.From} to {l.To}: up", l.UpBitsPerSecond, Rate);
            Row(table, $"{l.From} to {l.To}: down", l.DownBitsPerSecond, Rate);
            Row(table, $"{l.From} to {l.To}: round trip", l.RoundTripSeconds, Time);
        }

        console.Write(table);
    }

    private static void Row(Table table, string what, Calibrated figure, Func<double, string> write) =>
        table.Row(what, write(figure.Requested), write(figure.Measured), figure.Requested > 0 ? Text($"{100 * figure.Error:+0.0;-0.0;0.0} %") : "", Text($"{100 * figure.Spread:0.0} %"), "");

    private static string Meaning(TierRow t)
    {
        if (t.Ssh is string ssh)
            return $"a real machine: {t.Program} is started at {ssh} by ssh{(t.Host is string reached ? $" and reached at {reached}" : "")}; nothing is imitated for it";
        if (t.Host is string host)
            return $"a real machine at {host}: nothing is started or imitated for it";
        List<string> parts = [t.Profile is string profile ? $"times from {profile}" : Text($"times modelled at {t.ClockHz / 1e9:0.###} GHz")];
        if (t.Accelerator is string accelerator)
            parts.Add($"with {accelerator} (not imitated)");
        if (!t.HoldsModels)
            parts.Add("fetches its models");
        return string.Join(", ", parts);
    }

    private static string Rate(double bitsPerSecond) => bitsPerSecond >= 1e9 ? Text($"{bitsPerSecond / 1e9:0.###} Gbit/s") : bitsPerSecond >= 1e5 ? Text($"{bitsPerSecond / 1e6:0.###} Mbit/s") : Text($"{bitsPerSecond / 1e3:0.###} kbit/s");

    private static string Time(double seconds) => Text($"{1e3 * seconds:0.##} ms");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
