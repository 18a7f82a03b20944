using System.Net.Http.Json;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;

namespace Fulcrum.Device.Reporting;

/// <summary>Posts what a device counted to a server, every few seconds and at the end. A report that is lost is never in the way of requests.</summary>
public sealed class DeviceReporter : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2), Patience = TimeSpan.FromSeconds(5);
    private readonly HttpClient _http;
    private readonly Func<DeviceReportMessage> _report;
    private readonly Action<string> _note;
    private readonly CancellationTokenSource _end = new();
    private readonly string _name;
    private readonly Task _running;
    private bool _isNoted;

    /// <summary>Begins to report.</summary>
    /// <param name="http">A client of the server, its address and credentials set; not disposed of.</param>
    /// <param name="name">The name to report under; where the server asks for credentials, the one in them.</param>
    /// <param name="report">What to say.</param>
    /// <param name="note">Told once, in a sentence, when a report is not taken.</param>
    /// <param name="time">The clock; null takes the system's.</param>
    public DeviceReporter(HttpClient http, string name, Func<DeviceReportMessage> report, Action<string> note, TimeProvider? time = null)
    {
        (_http, _name, _report, _note) = (http, name, report, note);
        _running = Task.Run(() => RunAsync(time ?? TimeProvider.System));
    }

    /// <summary>Reports for the last time.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await PostAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task RunAsync(TimeProvider time)
    {
        long told = 0;
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token).ConfigureAwait(false))
            {
                if (_report() is { Requests: > 0 } report && report.Requests != told)
                {
                    told = report.Requests;
                    await PostAsync().ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task PostAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            using var content = JsonContent.Create(_report(), ContractJson.Default.DeviceReportMessage);
            using HttpRequestMessage request = _http.Request(HttpMethod.Post, Routes.DeviceReport(_name), content);
            using HttpResponseMessage response = await _http.SendAsync(request, patience.Token).ConfigureAwait(false);
            await ProblemReader.ThrowIfProblemAsync(response, "report", patience.Token).ConfigureAwait(false);
        }
        catch (Exception lost) when (lost is InputException or LinkException or HttpRequestException or IOException or OperationCanceledException)
        {
            if (!_isNoted)
                _note($"A report was not taken: {lost.Message}");
            _isNoted = true;
        }
    }
}
