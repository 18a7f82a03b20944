using Microsoft.AspNetCore.Builder;

namespace Fulcrum.Server.Access;

/// <summary>Who may call a route where the server asks for credentials.</summary>
internal enum Audience
{
    /// <summary>Everybody: what a load balancer asks.</summary>
    Anyone,

    /// <summary>Devices and operators: inference, plans, segments, descriptions.</summary>
    Device,

    /// <summary>Operators only: metrics, loading and unloading.</summary>
    Operator,
}

/// <summary>Says on a route whom it is for. A route that does not say is for operators.</summary>
/// <param name="Audience">Whom.</param>
internal sealed record RouteAudience(Audience Audience)
{
    /// <summary>Of an endpoint.</summary>
    public static Audience Of(Microsoft.AspNetCore.Http.Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<RouteAudience>()?.Audience ?? Audience.Operator;
}

/// <summary>Puts the audience on routes.</summary>
internal static class RouteAudienceExtensions
{
    public static T For<T>(this T route, Audience audience) where T : IEndpointConventionBuilder => route.WithMetadata(new RouteAudience(audience));
}
