using Fulcrum.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.OpenApi;

/// <summary>Maps routes by their descriptions.</summary>
internal static class OperationMapping
{
    /// <summary>Maps a route whose answer takes the request as it is.</summary>
    public static IEndpointConventionBuilder Map(this IEndpointRouteBuilder routes, Operation operation, RequestDelegate answer) =>
        routes.MapMethods(operation.Path, [operation.Method], answer).For(operation.Audience).WithMetadata(operation);

    /// <summary>What the path names.</summary>
    public static string Named(this HttpContext context, string parameter) => (string)context.Request.RouteValues[parameter]!;

    /// <summary>Maps a route of a model with a version in its path and without.</summary>
    public static void MapWithVersion(this IEndpointRouteBuilder routes, Operation operation, RequestDelegate answer)
    {
        foreach (Operation one in operation.WithVersion)
            routes.Map(one, answer);
    }

    /// <summary>What is mapped.</summary>
    public static IReadOnlyList<Operation> Operations(this IEndpointRouteBuilder routes) => [.. routes.DataSources.SelectMany(s => s.Endpoints).Select(e => e.Metadata.GetMetadata<Operation>()).OfType<Operation>()];
}
