using System.Diagnostics;
using System.Globalization;
using Fulcrum.Server.OpenApi;
using Fulcrum.Stages.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Http;

/// <summary>Says on a request's span, which ASP.NET starts, what the request was; and which trace a request is part of.</summary>
internal static class RequestSpan
{
    /// <summary>Describes a request that was answered. Those that look at the server (health, metrics, the dashboard) are recorded only within somebody's trace.</summary>
    public static void Describe(HttpContext context)
    {
        if (!Spans.Source.HasListeners() || context.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span)
            return;
        var endpoint = context.GetEndpoint() as RouteEndpoint;
        if (span.ParentId is null && endpoint?.Metadata.GetMetadata<Operation>() is { Tag: "server" or "dashboard" })
        {
            (span.IsAllDataRequested, span.ActivityTraceFlags) = (false, span.ActivityTraceFlags & ~ActivityTraceFlags.Recorded);
            return;
        }

        HttpRequest request = context.Request;
        int status = context.Response.StatusCode;
        string? route = endpoint?.RoutePattern.RawText;
        span.DisplayName = route is null ? request.Method : $"{request.Method} {route}";
        span.SetTag("http.request.method", request.Method).SetTag("http.route", route).SetTag("url.scheme", request.Scheme).SetTag("url.path", request.Path.Value).SetTag("http.response.status_code", status);
        span.SetTag("network.protocol.version", request.Protocol.Split('/')[^1]);
        span.SetTag("http.request.body.size", request.ContentLength).SetTag("http.response.body.size", context.Response.ContentLength);
        Route(span, request);
        if (status >= 400 && span.GetTagItem(Spans.Error) is null)
            span.SetTag(Spans.Error, status.ToString(CultureInfo.InvariantCulture));
        if (status >= 500)
            span.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>Notes the code of the problem that it was refused for.</summary>
    public static void Refused(HttpContext context, string code)
    {
        if (Spans.Source.HasListeners())
            context.Features.Get<IHttpActivityFeature>()?.Activity.SetTag(Spans.Error, code);
    }

    /// <summary>The trace that a request is part of, for the log: the client's, or one that is recorded here; null where there is none.</summary>
    public static string? TraceOf(HttpContext context) =>
        context.Features.Get<IHttpActivityFeature>()?.Activity is { IdFormat: ActivityIdFormat.W3C } span && (span.Recorded || span.ParentId is not null) ? span.TraceId.ToHexString() : null;

    private static void Route(Activity span, HttpRequest request)
    {
        foreach ((string key, object? value) in request.RouteValues)
        {
            if (key is "name" or "model" && span.GetTagItem(Spans.Model) is null)
                span.SetTag(Spans.Model, value);
            else if (key is "version" && span.GetTagItem(Spans.Version) is null)
                span.SetTag(Spans.Version, value);
            else if (key is "cut")
                span.SetTag("fulcrum.cut", value);
        }

        if (request.Headers.TryGetValue(RequestHeaders.Deadline, out var deadline) && double.TryParse(deadline, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double milliseconds))
            span.SetTag(Spans.Deadline, milliseconds);
    }
}
