using System.Globalization;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;

namespace Fulcrum.Server.Dashboard;

/// <summary>Checks what a device says of itself: lengths, numbers, finite figures.</summary>
internal static class DeviceReportCheck
{
    private const int Most = DeviceReportMessage.MostEntries;

    /// <summary>All that is wrong.</summary>
    public static IReadOnlyList<Problem> Check(string device, DeviceReportMessage report)
    {
        List<Problem> problems = [];
        void Require(bool holds, string place, string message)
        {
            if (!holds && problems.Count < Most)
                problems.Add(new Problem("report-out-of-range", place, message, "See docs/protocol.md for what a report may hold."));
        }

        void Name(string name, string place) => Require(name is { Length: > 0 and <= DeviceReportMessage.LongestName } && !name.Any(char.IsControl), place, $"A name has 1 to {DeviceReportMessage.LongestName} characters, none of control.");
        void Figure(double? value, string place) => Require(value is null || (double.IsFinite(value.Value) && value >= 0), place, "The figure is negative or not finite.");
        Name(device, "name");
        Name(report.Model, "model");
        Name(report.Plan, "plan");
        Figure(report.Seconds, "seconds");
        Figure(report.BatteryPercent, "battery_percent");
        Require(report.BatteryPercent is null or <= 100, "battery_percent", "The charge is over 100 percent.");
        Require(report.Requests >= 0, "requests", "The number is negative.");
        Require(report.Fallbacks >= 0 && report.Fallbacks <= report.Requests, "fallbacks", "The number is negative, or more than the requests.");
        Require(report.Phases.Count <= Most && report.Links.Count <= Most && report.FallbackReasons.Count <= Most, "phases, links, fallback_reasons", $"A list has more than {Most} entries.");
        foreach ((int i, DevicePhase phase) in report.Phases.Take(Most).Index())
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"phases[{i}]");
            Require(phase is not null, place, "The entry is null.");
            if (phase is null)
                continue;
            Name(phase.Phase, place);
            foreach (double value in new[] { phase.MeanMs, phase.P50Ms, phase.P95Ms, phase.P99Ms })
                Figure(value, place);
        }

        foreach ((int i, DeviceLink link) in report.Links.Take(Most).Index())
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"links[{i}]");
            Require(link is not null, place, "The entry is null.");
            if (link is null)
                continue;
            Name(link.From, place);
            Name(link.To, place);
            Figure(link.BitsPerSecond, place);
            Figure(link.RoundTripMs, place);
        }

        foreach ((string reason, long requests) in report.FallbackReasons.Take(Most))
        {
            Name(reason, "fallback_reasons");
            Require(requests >= 0 && requests <= report.Fallbacks, "fallback_reasons", "A number is negative, or more than the fallbacks.");
        }

        return problems;
    }
}
