using System.Diagnostics;
using System.Globalization;
using Fulcrum.Problems;

namespace Fulcrum.Stages.Tracing;

/// <summary>The spans of requests (docs/tracing.md). Where nobody listens they cost nothing: what starts one gives null, and makes no object.</summary>
public static class Spans
{
    /// <summary>Under which name listeners find them.</summary>
    public const string SourceName = "Fulcrum";

    /// <summary>The model asked for.</summary>
    public const string Model = "fulcrum.model";

    /// <summary>Its version.</summary>
    public const string Version = "fulcrum.version";

    /// <summary>The tag of the plan that runs, 16 hex digits, or of a planned model its cut and level.</summary>
    public const string Plan = "fulcrum.plan";

    /// <summary>The tier that does the work.</summary>
    public const string Tier = "fulcrum.tier";

    /// <summary>Milliseconds that the request may take.</summary>
    public const string Deadline = "fulcrum.deadline_ms";

    /// <summary>What went wrong: a problem's code, or the type of an exception.</summary>
    public const string Error = "error.type";

    /// <summary>Where they come from.</summary>
    public static ActivitySource Source { get; } = new(SourceName, typeof(Spans).Assembly.GetName().Version!.ToString(3));

    /// <summary>Starts a span below the one there is; null where nobody listens, or the trace is not recorded.</summary>
    public static Activity? Start(string name) => Source.StartActivity(name);

    /// <summary>Starts the span of a request to another tier and has the request say what trace it is part of.</summary>
    /// <param name="request">The request, to be sent.</param>
    /// <param name="route">Its route, parameters in braces.</param>
    public static Activity? StartCall(HttpRequestMessage request, string route)
    {
        Activity? span = Source.HasListeners() ? Source.StartActivity($"{request.Method} {route}", ActivityKind.Client) : null;
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("http.request.method", request.Method.Method);
            span.SetTag("url.template", route);
            if (request.RequestUri is { IsAbsoluteUri: true } address)
                span.SetTag("server.address", address.Host).SetTag("server.port", address.Port);
        }

        Continue(request);
        return span;
    }

    /// <summary>Notes what the other tier answered.</summary>
    /// <param name="span">The request's span.</param>
    /// <param name="response">The answer.</param>
    /// <param name="up">Bytes sent.</param>
    /// <param name="down">Bytes that are to come.</param>
    public static void Answered(this Activity? span, HttpResponseMessage response, long up, long down)
    {
        if (span is not { IsAllDataRequested: true })
            return;
        int status = (int)response.StatusCode;
        span.SetTag("http.response.status_code", status).SetTag("http.request.body.size", up).SetTag("http.response.body.size", down);
        if (status >= 400)
            span.SetTag(Error, status.ToString(CultureInfo.InvariantCulture)).SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>Notes that it went wrong.</summary>
    public static void Fail(this Activity? span, Exception failure)
    {
        if (span is not { IsAllDataRequested: true })
            return;
        if (span.GetTagItem(Error) is null)
            span.SetTag(Error, failure is InputException { Problems: [Problem first, ..] } ? first.Code : failure.GetType().FullName);
        span.SetStatus(ActivityStatusCode.Error, failure.Message);
    }

    /// <summary>A request that comes of another says so. A server that does not record spans hands on what it was told, so that the parent stays one that somebody recorded.</summary>
    private static void Continue(HttpRequestMessage request)
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C } current || (Source.HasListeners() ? current.Id : current.ParentId) is not string id)
            return;
        request.Headers.TryAddWithoutValidation("traceparent", id);
        if (current.TraceStateString is { Length: > 0 } state)
            request.Headers.TryAddWithoutValidation("tracestate", state);
    }
}
