using System.Diagnostics;
using Fulcrum.Stages.Tracing;

namespace Fulcrum.Server.Batching;

/// <summary>The span of a joined run: part of the trace of the request that came first among those that are recorded, linked to all of them.</summary>
internal static class BatchSpan
{
    /// <summary>Starts it; null where none of the requests is recorded.</summary>
    /// <param name="jobs">The requests.</param>
    /// <param name="samples">Their samples together.</param>
    public static Activity? Start(List<InferJob> jobs, int samples)
    {
        if (!Spans.Source.HasListeners())
            return null;
        ActivityContext[] requests = [.. jobs.Select(j => j.Trace).Where(t => t.TraceId != default)];
        if (requests.Length == 0)
            return null;
        Activity? span = Spans.Source.StartActivity("batch", ActivityKind.Internal, requests[0], links: requests.Select(r => new ActivityLink(r)));
        return span?.SetTag("fulcrum.batch.requests", jobs.Count).SetTag("fulcrum.batch.samples", samples);
    }
}
