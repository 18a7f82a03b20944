using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;

namespace Fulcrum.Server.Dashboard;

/// <summary>The latest report of each device: bounded in number, forgotten after a day.</summary>
/// <param name="time">The clock.</param>
internal sealed class DeviceRegistry(TimeProvider time)
{
    /// <summary>Most devices; beyond it the one that has been silent for longest is forgotten.</summary>
    public const int Most = 1000;

    /// <summary>How long a report is kept.</summary>
    public static readonly TimeSpan Expiry = TimeSpan.FromHours(24);

    private readonly Dictionary<string, (DateTimeOffset At, DeviceReportMessage Report)> _devices = [];
    private readonly Lock _gate = new();

    /// <summary>Keeps a report in the place of the device's last one.</summary>
    /// <exception cref="InputException"><c>report-out-of-range</c>: all that is wrong with it.</exception>
    public void Put(string name, DeviceReportMessage report)
    {
        IReadOnlyList<Problem> problems = DeviceReportCheck.Check(name, report);
        if (problems.Count > 0)
            throw new InputException(problems);
        lock (_gate)
        {
            if (_devices.Count >= Most && !_devices.ContainsKey(name))
                _devices.Remove(_devices.MinBy(d => d.Value.At).Key);
            _devices[name] = (time.GetUtcNow(), report);
        }
    }

    /// <summary>The devices by name, with how long ago each reported.</summary>
    public DeviceList Read()
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            foreach (string old in _devices.Where(d => now - d.Value.At > Expiry).Select(d => d.Key).ToArray())
                _devices.Remove(old);
            return new DeviceList(Most, Expiry.TotalSeconds, [.. _devices.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => new DeviceEntry(d.Key, (now - d.Value.At).TotalSeconds, d.Value.Report))]);
        }
    }
}

/// <summary>The devices that reported.</summary>
internal sealed record DeviceList(int Most, double ExpirySeconds, IReadOnlyList<DeviceEntry> Devices);

/// <summary>A device and its latest report.</summary>
internal sealed record DeviceEntry(string Name, double AgeSeconds, DeviceReportMessage Report);
