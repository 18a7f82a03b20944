using Fulcrum.Problems;
using Fulcrum.Server.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Http;

/// <summary>Routes of every server: health (for servers that say no more about it), metrics, the link's probe, and the answer where there is nothing.</summary>
internal static class CommonRoutes
{
    public static void Map(IEndpointRouteBuilder routes, PrometheusPage metrics)
    {
        routes.MapGet("/v2/health/live", () => Results.Ok()).WithOrder(1);
        routes.MapGet("/v2/health/ready", () => Results.Ok()).WithOrder(1);
        routes.MapGet("/metrics", () => Results.Text(metrics.Render(), "text/plain; version=0.0.4"));
        routes.MapGet("/fulcrum/v1/probe", (RequestDelegate)ProbeEndpoint.SendAsync);
        routes.MapPost("/fulcrum/v1/probe", (RequestDelegate)ProbeEndpoint.TakeAsync);
        routes.MapFallback((RequestDelegate)(_ => throw new InputException("route-unknown", "path", "There is nothing at this path.", "See docs/protocol.md.")));
    }
}
