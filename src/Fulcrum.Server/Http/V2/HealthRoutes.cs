using Fulcrum.Server.Access;
using Fulcrum.Server.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Http.V2;

/// <summary>Health of the server, as load balancers ask for it.</summary>
internal static class HealthRoutes
{
    private static readonly Operation Live = new("live", "GET", "/v2/health/live", Audience.Anyone, "Whether the server runs.")
    {
        Tag = "server",
        Answers = [new(200, "It does.", Content.Json("Live"))],
    };

    private static readonly Operation Ready = new("ready", "GET", "/v2/health/ready", Audience.Anyone, "Whether new requests are welcome.")
    {
        Tag = "server",
        Answers = [new(200, "They are.", Content.Json("Ready")), new(503, "Not everything that should be served is, or the server was asked to end.", Content.Json("Ready"))],
    };

    /// <summary>What there is.</summary>
    public static IReadOnlyList<Operation> Operations => [Live, Ready];

    /// <param name="routes">Where to.</param>
    /// <param name="isReady">Whether new requests are welcome.</param>
    public static void Map(IEndpointRouteBuilder routes, Func<bool> isReady)
    {
        routes.Map(Live, context => WriteAsync(context, null));
        routes.Map(Ready, context => WriteAsync(context, isReady()));
    }

    private static Task WriteAsync(HttpContext context, bool? ready) => JsonAnswer.WriteAsync(context, ready == false ? 503 : 200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("live", true);
        if (ready is bool known)
            writer.WriteBoolean("ready", known);
        writer.WriteEndObject();
    });
}
