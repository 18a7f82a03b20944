namespace Fulcrum.Server.OpenApi;

/// <summary>The headers by which a request is part of a trace (W3C Trace Context).</summary>
internal static class TraceHeaders
{
    /// <summary>Both.</summary>
    public static IReadOnlyList<Parameter> All { get; } =
    [
        new("traceparent", "header", "The trace and the span that the request is part of (W3C Trace Context). What is malformed is ignored.", """{ "type": "string", "examples": ["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"] }"""),
        new("tracestate", "header", "What tracing systems say besides; handed on as it is.", """{ "type": "string" }"""),
    ];
}
