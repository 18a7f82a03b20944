using Fulcrum.Protocol.Contracts;

namespace Fulcrum.Device.Reporting;

/// <summary>What a device counts of its own requests, for telling a server. Any thread may add.</summary>
/// <param name="time">The clock; null takes the system's.</param>
public sealed class DeviceTally(TimeProvider? time = null)
{
    private const string Total = "total";
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly long _started = (time ?? TimeProvider.System).GetTimestamp();
    private readonly Lock _gate = new();
    private readonly List<(string Name, RecentTimes Times)> _phases = [];
    private readonly List<(string From, string To, RecentTimes Times, RecentTimes BitsPerSecond)> _links = [];
    private readonly SortedDictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private long _requests, _fallbacks;

    /// <summary>Requests counted.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Counts a request of a plan folder.</summary>
    /// <param name="times">Where its time went.</param>
    /// <param name="fallback">Why another plan than the chosen one answered; null: the chosen one did.</param>
    public void Add(PlanTimes times, string? fallback = null)
    {
        lock (_gate)
        {
            for (int t = 0; t < times.Tiers.Count; t++)
            {
                string tier = times.Tiers[t].Tier;
                Phase($"{tier}.decode", times.Tiers[t].DecodeMs);
                Phase($"{tier}.compute", times.Tiers[t].ComputeMs);
                Phase($"{tier}.encode", times.Tiers[t].EncodeMs);
                if (t < times.LinkMs.Count)
                    Link(tier, times.Tiers[t + 1].Tier, times.LinkMs[t], t == 0 ? times.BytesUp + times.BytesDown : 0);
            }

            Count(times.TotalMs, fallback);
        }
    }

    /// <summary>Counts a request of a planned model.</summary>
    /// <param name="phases">Where its time went.</param>
    /// <param name="bytes">Sent and received.</param>
    public void Add(PhaseTimes phases, long bytes)
    {
        lock (_gate)
        {
            Phase("device", phases.Device.TotalMilliseconds);
            Phase("uplink", phases.Uplink.TotalMilliseconds);
            Phase("server", phases.Server.TotalMilliseconds);
            Phase("downlink", phases.Downlink.TotalMilliseconds);
            Link("device", "server", (phases.Uplink + phases.Downlink).TotalMilliseconds, bytes);
            Count((phases.Device + phases.Uplink + phases.Server + phases.Downlink).TotalMilliseconds, null);
        }
    }

    /// <summary>What there is to tell now.</summary>
    /// <param name="model">The model.</param>
    /// <param name="plan">The plan it follows.</param>
    /// <param name="batteryPercent">Charge of the battery; null without one.</param>
    public DeviceReportMessage Report(string model, string plan, double? batteryPercent = null)
    {
        lock (_gate)
        {
            return new DeviceReportMessage
            {
                Model = model,
                Plan = plan,
                Seconds = _time.GetElapsedTime(_started).TotalSeconds,
                Requests = _requests,
                Fallbacks = _fallbacks,
                FallbackReasons = new Dictionary<string, long>(_reasons),
                Phases = [.. _phases.OrderBy(p => p.Name == Total).Take(DeviceReportMessage.MostEntries).Select(p => p.Times.Summary(p.Name))],
                Links = [.. _links.Select(l => new DeviceLink(l.From, l.To, l.BitsPerSecond.Least is null ? null : l.BitsPerSecond.Summary("").P50Ms, l.Times.Least))],
                BatteryPercent = batteryPercent,
            };
        }
    }

    private void Count(double totalMs, string? fallback)
    {
        Phase(Total, totalMs);
        Interlocked.Increment(ref _requests);
        if (fallback is null)
            return;
        _fallbacks++;
        _reasons[fallback] = _reasons.GetValueOrDefault(fallback) + 1;
    }

    private void Phase(string name, double milliseconds)
    {
        int at = _phases.FindIndex(p => p.Name == name);
        if (at < 0)
        {
            at = _phases.Count;
            _phases.Add((name, new RecentTimes()));
        }

        _phases[at].Times.Add(milliseconds);
    }

    /// <summary>What came through is the bytes both ways over the time both ways took, so it is less than what the link could carry.</summary>
    private void Link(string from, string to, double milliseconds, long bytes)
    {
        Phase($"{from}-{to}", milliseconds);
        int at = _links.FindIndex(l => l.From == from && l.To == to);
        if (at < 0)
        {
            at = _links.Count;
            _links.Add((from, to, new RecentTimes(), new RecentTimes()));
        }

        _links[at].Times.Add(milliseconds);
        if (bytes > 0 && milliseconds > 0)
            _links[at].BitsPerSecond.Add(8e3 * bytes / milliseconds);
    }
}
