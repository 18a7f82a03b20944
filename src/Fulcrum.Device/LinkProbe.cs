using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;

namespace Fulcrum.Device;

/// <summary>Measures the way to a server that runs.</summary>
/// <param name="http">A client whose base address is the server.</param>
/// <param name="time">The clock; null takes the system's.</param>
public sealed class LinkProbe(HttpClient http, TimeProvider? time = null)
{
    private const string Phase = "probe";
    private const int WarmUp = 3, FirstBytes = 64 << 10, Transfers = 3;
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(250);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Measures: small requests for the round trip, then bodies that double until they take a quarter of a second or are as large as the server takes.</summary>
    /// <param name="probes">Small requests, at least 1.</param>
    /// <param name="progress">Told after each request.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="LinkException">The server cannot be reached, or fails.</exception>
    /// <exception cref="InputException">The server refuses: it is none, or an older one.</exception>
    public async Task<LinkMeasurement> MeasureAsync(int probes = 40, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var trips = new List<TimeSpan>();
        for (int i = 0; i < WarmUp + probes; i++)
        {
            TimeSpan took = await TimeAsync(() => http.Request(HttpMethod.Get, Routes.Live), cancellation).ConfigureAwait(false);
            if (i >= WarmUp)
                trips.Add(took);
            progress?.Report(new WorkProgress("Probing the link", trips.Count, probes));
        }

        trips.Sort();
        TimeSpan rtt = trips[trips.Count / 2], late = trips[Math.Min(trips.Count - 1, (int)(0.95 * trips.Count))];
        byte[] noise = new byte[Routes.LargestProbe];
        new Random(1).NextBytes(noise);
        double up = await RateAsync(bytes => http.Request(HttpMethod.Post, Routes.ProbeUp, new ByteArrayContent(noise, 0, bytes)), rtt, cancellation).ConfigureAwait(false);
        double down = await RateAsync(bytes => http.Request(HttpMethod.Get, Routes.ProbeDown(bytes)), rtt, cancellation).ConfigureAwait(false);
        return new LinkMeasurement(up, down, rtt, late - rtt, probes);
    }

    /// <summary>Bits per second of the largest transfer, the median of three, less a round trip where that leaves the better part.</summary>
    private async Task<double> RateAsync(Func<int, HttpRequestMessage> request, TimeSpan rtt, CancellationToken cancellation)
    {
        int bytes = FirstBytes;
        while (bytes < Routes.LargestProbe && await TimeAsync(() => request(bytes), cancellation).ConfigureAwait(false) < LongEnough)
            bytes *= 2;
        var times = new List<TimeSpan>();
        for (int i = 0; i < Transfers; i++)
            times.Add(await TimeAsync(() => request(bytes), cancellation).ConfigureAwait(false));
        times.Sort();
        TimeSpan took = times[times.Count / 2];
        return 8.0 * bytes / (took > 2 * rtt ? took - rtt : took).TotalSeconds;
    }

    private async Task<TimeSpan> TimeAsync(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        try
        {
            using HttpRequestMessage request = make();
            long began = _time.GetTimestamp();
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation).ConfigureAwait(false);
            TimeSpan took = _time.GetElapsedTime(began);
            await ProblemReader.ThrowIfProblemAsync(response, Phase, cancellation).ConfigureAwait(false);
            return took;
        }
        catch (Exception broken) when (RangedDownload.IsLink(broken) && !cancellation.IsCancellationRequested)
        {
            throw new LinkException(Phase, $"the server at {http.BaseAddress} cannot be reached ({broken.Message})", broken);
        }
    }
}

/// <summary>A link, measured.</summary>
/// <param name="UpBitsPerSecond">Rate to the server.</param>
/// <param name="DownBitsPerSecond">Rate from it.</param>
/// <param name="RoundTrip">Median of small requests on an open connection.</param>
/// <param name="Jitter">95th percentile less the median.</param>
/// <param name="Probes">Small requests.</param>
public sealed record LinkMeasurement(double UpBitsPerSecond, double DownBitsPerSecond, TimeSpan RoundTrip, TimeSpan Jitter, int Probes);
