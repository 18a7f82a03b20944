using Fulcrum.Server.Access;
using Fulcrum.Server.Batching;
using Fulcrum.Server.Models;
using Fulcrum.Server.Phases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Http.V2;

/// <summary>The routes of the Open Inference Protocol (docs/protocol.md).</summary>
internal static class V2Routes
{
    /// <param name="routes">Where to map them.</param>
    /// <param name="repository">The models.</param>
    /// <param name="clients">Limits of single clients.</param>
    /// <param name="isControlled">Whether clients may load and unload models.</param>
    /// <param name="isWanted">Whether the server was not asked to end.</param>
    /// <param name="phases">Told where the time of requests went.</param>
    /// <param name="time">The clock.</param>
    public static void Map(IEndpointRouteBuilder routes, ModelRepository repository, ClientLimits clients, bool isControlled, Func<bool> isWanted, PhaseLog phases, TimeProvider time)
    {
        new MetadataRoutes(repository, isControlled, isWanted).Map(routes);
        new StatisticsRoutes(repository).Map(routes);
        if (isControlled)
            new RepositoryRoutes(repository).Map(routes);
        var infer = new InferEndpoint(repository, clients, phases, time);
        foreach (string model in ModelPaths.Both)
            routes.MapPost($"{model}/infer", (RequestDelegate)infer.AnswerAsync).For(Audience.Device);
    }
}
