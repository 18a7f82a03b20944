using Fulcrum.Server.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Http;

/// <summary>Counts every request under its route template, so that labels stay few.</summary>
internal sealed class RequestMeter(RequestDelegate next, ServerMetrics metrics, RequestTally tally, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        long started = time.GetTimestamp();
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            RequestSpan.Describe(context);
            var route = new KeyValuePair<string, object?>("route", (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none");
            metrics.Requests.Add(1, route, new KeyValuePair<string, object?>("status", context.Response.StatusCode));
            if (context.GetEndpoint()?.Metadata.GetMetadata<Untallied>() is null)
                tally.Answered(context.Response.StatusCode);
            metrics.Duration.Record(time.GetElapsedTime(started).TotalSeconds, route);
            metrics.BytesIn.Add(context.Request.ContentLength ?? 0, route);
            metrics.BytesOut.Add(context.Response.ContentLength ?? 0, route);
        }
    }
}
