using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Server.Access;
using Fulcrum.Server.Chains;
using Fulcrum.Server.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Fulcrum.Server.Http;

/// <summary>The routes of a model repository (docs/protocol.md).</summary>
internal static class RouteTable
{
    /// <param name="routes">Where to map them.</param>
    /// <param name="repository">The models.</param>
    /// <param name="infer">Answers second halves.</param>
    /// <param name="look">Looks for what is newer where a segment is not known; null: there is nowhere to look.</param>
    public static void Map(IEndpointRouteBuilder routes, ModelRepository repository, SecondHalfEndpoint infer, Func<CancellationToken, Task>? look = null)
    {
        routes.MapGet("/fulcrum/v1/models/{name}", (string name) =>
        {
            using ModelLease lease = repository.Lease(name, "");
            return Results.Json(Describe(Chain(lease).Snapshot), ContractJson.Default.ModelMessage);
        }).For(Audience.Device);
        routes.MapPost("/fulcrum/v1/models/{name}/plan", async (string name, HttpContext context) =>
        {
            using ModelLease lease = repository.Lease(name, "");
            PlanRequestMessage message = await JsonSerializer.DeserializeAsync(context.Request.Body, ContractJson.Default.PlanRequestMessage, context.RequestAborted).ConfigureAwait(false)
                ?? throw new InputException("json-malformed", "$", "The request is null.", "Send a JSON object.");
            return Results.Json(PlanEndpoint.Answer(Chain(lease), message), ContractJson.Default.PlanMessage);
        }).For(Audience.Device);
        routes.MapGet("/fulcrum/v1/segments/{id}", async (string id, CancellationToken cancellation) =>
        {
            byte[]? file = repository.FindSegment(id);
            if (file is null && look is not null)
            {
                await look(cancellation).ConfigureAwait(false);
                file = repository.FindSegment(id);
            }

            return file is not null
                ? Results.Bytes(file, "application/octet-stream", enableRangeProcessing: true, entityTag: new EntityTagHeaderValue($"\"{id}\""))
                : throw new InputException("segment-unknown", "id", "This server has no such segment.", "Ask for a new plan.");
        }).For(Audience.Device);
        routes.MapPost("/fulcrum/v1/models/{name}/versions/{version}/cuts/{cut:int}/infer", async (string name, string version, int cut, HttpContext context) =>
        {
            // Devices name the version that their plan is of, which may be one that is leaving.
            using ModelLease lease = repository.Lease(name, repository.Knows(name, version) ? version : "");
            await infer.AnswerAsync(context, Chain(lease), version, cut).ConfigureAwait(false);
        }).For(Audience.Device);
    }

    private static ChainState Chain(ModelLease lease) => lease.State.Chain
        ?? throw new InputException("model-unknown", "name", "The model is served whole only: it was not planned.", "Plan it, or use the Open Inference Protocol's routes.");

    private static ModelMessage Describe(ChainSnapshot snapshot) => new(
        snapshot.Name, snapshot.Version, snapshot.Patterns.ModelHash, snapshot.Chain.Depth,
        snapshot.Chain.CutElements(0), snapshot.OutputElements, [0, .. snapshot.Patterns.Levels]);
}
