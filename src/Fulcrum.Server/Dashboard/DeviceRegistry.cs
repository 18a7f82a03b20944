using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Server.Hosting;
using Fulcrum.Stores.Contracts;

namespace Fulcrum.Server.Dashboard;

/// <summary>
/// The latest report of each device: bounded in number, forgotten after a day. With a store, replicas share them: reports are handed to it every two seconds, so that no device waits for it,
/// and what other replicas handed to it is read from there. While it is away, those that this server heard are kept, and handed over when it is back.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="store">Where reports are shared; null: nowhere.</param>
/// <param name="log">Told when the store cannot take them.</param>
internal sealed class DeviceRegistry(TimeProvider time, IDeviceStates? store = null, EarlyLog? log = null) : IAsyncDisposable
{
    /// <summary>Most devices; beyond it the one that has been silent for longest is forgotten.</summary>
    public const int Most = 1000;

    /// <summary>How long a report is kept.</summary>
    public static readonly TimeSpan Expiry = TimeSpan.FromHours(24);

    private static readonly TimeSpan BetweenHandovers = TimeSpan.FromSeconds(2), BetweenLooks = TimeSpan.FromSeconds(1), LastHandover = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, (StoredReport Report, bool IsShared)> _own = [];
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _looking = new(1);
    private Task? _handing;
    private (long At, bool IsComplete, IReadOnlyList<StoredReport> Reports)? _looked;

    /// <summary>Keeps a report in the place of the device's last one.</summary>
    /// <exception cref="InputException"><c>report-out-of-range</c>: all that is wrong with it.</exception>
    public void Put(string name, DeviceReportMessage report)
    {
        IReadOnlyList<Problem> problems = DeviceReportCheck.Check(name, report);
        if (problems.Count > 0)
            throw new InputException(problems);
        lock (_gate)
        {
            if (_own.Count >= Most && !_own.ContainsKey(name))
                _own.Remove(_own.MinBy(d => (!d.Value.IsShared, d.Value.Report.At)).Key);
            _own[name] = (new StoredReport(name, time.GetUtcNow(), report), IsShared: false);
            if (store is not null)
                _handing ??= Task.Run(HandOverAsync, CancellationToken.None);
        }
    }

    /// <summary>The devices by name, with how long ago each reported.</summary>
    public async Task<DeviceList> ReadAsync(CancellationToken cancellation = default)
    {
        (bool isComplete, IReadOnlyList<StoredReport> shared) = await SharedAsync(cancellation).ConfigureAwait(false);
        DateTimeOffset now = time.GetUtcNow();
        IEnumerable<StoredReport> latest = Own().Select(o => o.Report).Concat(shared).GroupBy(r => r.Name, StringComparer.Ordinal).Select(g => g.MaxBy(r => r.At)!)
            .Where(r => now - r.At <= Expiry).OrderByDescending(r => r.At).Take(Most);
        return new DeviceList(Most, Expiry.TotalSeconds, isComplete, [.. latest.OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => new DeviceEntry(r.Name, Math.Max(0, (now - r.At).TotalSeconds), r.Report))]);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_handing is not null)
        {
            await _handing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            using var last = new CancellationTokenSource(LastHandover);
            await HandOverAsync(last.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stop.Dispose();
        _looking.Dispose();
    }

    private (StoredReport Report, bool IsShared)[] Own()
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            foreach (string old in _own.Where(d => now - d.Value.Report.At > Expiry).Select(d => d.Key).ToArray())
                _own.Remove(old);
            return [.. _own.Values];
        }
    }

    private async Task HandOverAsync()
    {
        using var timer = new PeriodicTimer(BetweenHandovers, time);
        do
            await HandOverAsync(_stop.Token).ConfigureAwait(false);
        while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false));
    }

    /// <summary>Hands over what the store does not have yet, but for devices of which another replica heard later.</summary>
    private async Task HandOverAsync(CancellationToken cancellation)
    {
        StoredReport[] waiting = [.. Own().Where(o => !o.IsShared).Select(o => o.Report)];
        if (waiting.Length == 0 || await LookAsync(store!, cancellation).ConfigureAwait(false) is not (_, true, var there))
            return;
        ILookup<string, StoredReport> known = there.ToLookup(r => r.Name, StringComparer.Ordinal);
        foreach (StoredReport report in waiting)
        {
            try
            {
                if (!known[report.Name].Any(r => r.At > report.At))
                    await store!.ReportAsync(KeyOf(report.Name), JsonSerializer.SerializeToUtf8Bytes(report, DashboardJson.Default.StoredReport), Expiry, cancellation).ConfigureAwait(false);
            }
            catch (InputException refused)
            {
                log?.Say("devices", $"the store does not take reports of devices: {refused.Problems[0].Message}", isWarning: true);
            }
            catch (StoreException)
            {
                // Whoever follows the store says that it is away.
                return;
            }

            lock (_gate)
            {
                if (_own.TryGetValue(report.Name, out var now) && now.Report == report)
                    _own[report.Name] = (report, IsShared: true);
            }
        }
    }

    /// <summary>What the store has, as it was at most a second ago; not complete when it is away.</summary>
    private async Task<(bool IsComplete, IReadOnlyList<StoredReport> Reports)> SharedAsync(CancellationToken cancellation)
    {
        if (store is null)
            return (true, []);
        await _looking.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_looked is not { } looked || time.GetElapsedTime(looked.At) >= BetweenLooks)
                _looked = looked = await LookAsync(store, cancellation).ConfigureAwait(false);
            return (looked.IsComplete, looked.Reports);
        }
        finally
        {
            _looking.Release();
        }
    }

    private async Task<(long At, bool IsComplete, IReadOnlyList<StoredReport> Reports)> LookAsync(IDeviceStates from, CancellationToken cancellation)
    {
        try
        {
            IReadOnlyList<DeviceState> states = await from.DevicesAsync(cancellation).ConfigureAwait(false);
            return (time.GetTimestamp(), true, [.. states.Select(s => StoredReport.Read(s.Json.Span)).OfType<StoredReport>()]);
        }
        catch (StoreException)
        {
            return (time.GetTimestamp(), false, []);
        }
    }

    /// <summary>Devices may have names that stores do not take.</summary>
    private static string KeyOf(string name) => StoreLimits.IsToken(name) ? name : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
