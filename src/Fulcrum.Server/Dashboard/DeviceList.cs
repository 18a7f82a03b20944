using System.Text.Json;
using Fulcrum.Protocol.Contracts;

namespace Fulcrum.Server.Dashboard;

/// <summary>The devices that reported.</summary>
/// <param name="Most">Most that are kept.</param>
/// <param name="ExpirySeconds">How long a report is kept.</param>
/// <param name="Complete">Whether reports to other replicas are among them: not while the store is away.</param>
/// <param name="Devices">By name.</param>
internal sealed record DeviceList(int Most, double ExpirySeconds, bool Complete, IReadOnlyList<DeviceEntry> Devices);

/// <summary>A device and its latest report.</summary>
internal sealed record DeviceEntry(string Name, double AgeSeconds, DeviceReportMessage Report);

/// <summary>A report as replicas share it.</summary>
/// <param name="Name">The device.</param>
/// <param name="At">When it came, UTC, by the clock of the server that took it.</param>
/// <param name="Report">What it says.</param>
internal sealed record StoredReport(string Name, DateTimeOffset At, DeviceReportMessage Report)
{
    /// <summary>Reads what another replica wrote; null for what is none, or not fit to be shown.</summary>
    public static StoredReport? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, DashboardJson.Default.StoredReport) is { Name: not null, Report: not null } read && DeviceReportCheck.Check(read.Name, read.Report).Count == 0 ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
