using Fulcrum.Problems;
using Fulcrum.Server.Access;
using Fulcrum.Server.Http.V2;
using Fulcrum.Server.Metrics;
using Fulcrum.Server.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Http;

/// <summary>Routes of every server: health, metrics, the link's probe, and the answer where there is nothing.</summary>
internal static class CommonRoutes
{
    private static readonly Operation Metrics = new("metrics", "GET", "/metrics", Audience.Operator, "What the server counts, in Prometheus' text format 0.0.4.")
    {
        Tag = "server",
        Answers = [new(200, "The page.", Content.Text("text/plain", "docs/protocol.md#statistics-and-metrics."))],
    };

    /// <summary>What there is.</summary>
    public static IReadOnlyList<Operation> Operations => [.. HealthRoutes.Operations, Metrics, .. ProbeEndpoint.Operations];

    /// <param name="routes">Where to.</param>
    /// <param name="metrics">The page of metrics.</param>
    /// <param name="isReady">Whether new requests are welcome.</param>
    public static void Map(IEndpointRouteBuilder routes, PrometheusPage metrics, Func<bool> isReady)
    {
        HealthRoutes.Map(routes, isReady);
        routes.Map(Metrics, context => Results.Text(metrics.Render(), "text/plain; version=0.0.4").ExecuteAsync(context));
        ProbeEndpoint.Map(routes);
        routes.MapFallback("{*path}", (RequestDelegate)(_ => throw new InputException("route-unknown", "path", "There is nothing at this path.", "See docs/protocol.md."))).For(Audience.Device);
    }
}
