using Fulcrum.Problems;
using Fulcrum.Server.Access;
using Fulcrum.Server.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Http;

/// <summary>Routes of every server: health (for servers that say no more about it), metrics, the link's probe, and the answer where there is nothing.</summary>
internal static class CommonRoutes
{
    /// <param name="routes">Where to.</param>
    /// <param name="metrics">The page of metrics.</param>
    /// <param name="isReady">Whether new requests are welcome.</param>
    public static void Map(IEndpointRouteBuilder routes, PrometheusPage metrics, Func<bool> isReady)
    {
        routes.MapGet("/v2/health/live", () => Results.Ok()).WithOrder(1).For(Audience.Anyone);
        routes.MapGet("/v2/health/ready", () => isReady() ? Results.Ok() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable)).WithOrder(1).For(Audience.Anyone);
        routes.MapGet("/metrics", () => Results.Text(metrics.Render(), "text/plain; version=0.0.4")).For(Audience.Operator);
        routes.MapGet("/fulcrum/v1/probe", (RequestDelegate)ProbeEndpoint.SendAsync).For(Audience.Device);
        routes.MapPost("/fulcrum/v1/probe", (RequestDelegate)ProbeEndpoint.TakeAsync).For(Audience.Device);
        routes.MapFallback("{*path}", (RequestDelegate)(_ => throw new InputException("route-unknown", "path", "There is nothing at this path.", "See docs/protocol.md."))).For(Audience.Device);
    }
}
