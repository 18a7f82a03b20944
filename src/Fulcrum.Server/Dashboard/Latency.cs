using Fulcrum.Server.Phases;

namespace Fulcrum.Server.Dashboard;

/// <summary>Latency by phase over the last seconds (docs/protocol.md).</summary>
internal sealed record Latency(int Seconds, int BucketSeconds, IReadOnlyList<string> Phases, IReadOnlyList<SubjectLatency> Subjects)
{
    /// <summary>Buckets of a period, about.</summary>
    private const int Buckets = 60;

    public static Latency Of(PhaseWindow window, int seconds, TimeProvider time)
    {
        int bucket = Math.Max(1, seconds / Buckets);
        ILookup<int, RequestPhases> requests = window.Requests.ToLookup(r => r.Subject, r => r.Phases);
        return new Latency(seconds, bucket, RequestPhases.Names, [.. window.Subjects.Select((s, i) => Subject(s.Name, s.Recorded, [.. requests[i]], bucket, window, time))]);
    }

    private static SubjectLatency Subject(string name, long recorded, RequestPhases[] requests, int bucket, PhaseWindow window, TimeProvider time)
    {
        long At(RequestPhases request) => (window.Clock - time.GetElapsedTime(request.Sent, window.Now)).ToUnixTimeSeconds() / bucket * bucket;
        return new SubjectLatency(
            name, recorded, requests.Length,
            requests.Length == 0 ? [] : [.. RequestPhases.Names.Select((phase, p) => Figure(phase, Milliseconds(requests, p, time)))],
            [.. requests.GroupBy(At).OrderBy(g => g.Key).Select(g => Bucket(g.Key, [.. g], time))]);
    }

    private static PhaseFigure Figure(string phase, double[] sorted) => new(phase, sorted.Average(), Quantile(sorted, 0.5), Quantile(sorted, 0.95), Quantile(sorted, 0.99));

    private static LatencyBucket Bucket(long start, RequestPhases[] requests, TimeProvider time)
    {
        double[][] all = [.. RequestPhases.Names.Select((_, p) => Milliseconds(requests, p, time))];
        return new LatencyBucket(start, requests.Length, [.. all.Select(a => a.Average())], Quantile(all[^1], 0.95));
    }

    private static double[] Milliseconds(RequestPhases[] requests, int phase, TimeProvider time)
    {
        double[] all = [.. requests.Select(r => r.Of(phase)).Select(p => time.GetElapsedTime(p.From, p.To).TotalMilliseconds)];
        Array.Sort(all);
        return all;
    }

    /// <summary>Interpolated between the two nearest.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        double at = share * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}

/// <summary>One model's or plan's latency.</summary>
internal sealed record SubjectLatency(string Name, long Recorded, int Requests, IReadOnlyList<PhaseFigure> Phases, IReadOnlyList<LatencyBucket> Buckets);

/// <summary>Milliseconds of one phase.</summary>
internal sealed record PhaseFigure(string Phase, double MeanMs, double P50Ms, double P95Ms, double P99Ms);

/// <summary>Some seconds: the mean of each phase, and the 95th percentile of the whole.</summary>
internal sealed record LatencyBucket(long Start, int Requests, IReadOnlyList<double> MeanMs, double P95Ms);
