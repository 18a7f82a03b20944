using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Server.Access;
using Fulcrum.Server.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Fulcrum.Server.Http;

/// <summary>The routes of a model repository (docs/protocol.md).</summary>
internal static class RouteTable
{
    public static void Map(IEndpointRouteBuilder routes, ModelRepository repository, InferEndpoint infer)
    {
        routes.MapGet("/fulcrum/v1/models/{name}", (string name) =>
            Results.Json(Describe(repository.Find(name).Snapshot), ContractJson.Default.ModelMessage)).For(Audience.Device);
        routes.MapPost("/fulcrum/v1/models/{name}/plan", async (string name, HttpContext context) =>
        {
            ModelState model = repository.Find(name);
            PlanRequestMessage message = await JsonSerializer.DeserializeAsync(context.Request.Body, ContractJson.Default.PlanRequestMessage, context.RequestAborted).ConfigureAwait(false)
                ?? throw new InputException("json-malformed", "$", "The request is null.", "Send a JSON object.");
            return Results.Json(PlanEndpoint.Answer(model, message), ContractJson.Default.PlanMessage);
        }).For(Audience.Device);
        routes.MapGet("/fulcrum/v1/segments/{id}", (string id) => repository.FindSegment(id) is byte[] file
            ? Results.Bytes(file, "application/octet-stream", enableRangeProcessing: true, entityTag: new EntityTagHeaderValue($"\"{id}\""))
            : throw new InputException("segment-unknown", "id", "This server has no such segment.", "Ask for a new plan.")).For(Audience.Device);
        routes.MapPost("/fulcrum/v1/models/{name}/versions/{version}/cuts/{cut:int}/infer", (string name, string version, int cut, HttpContext context) =>
            infer.AnswerAsync(context, repository.Find(name), version, cut)).For(Audience.Device);
    }

    private static ModelMessage Describe(ModelSnapshot snapshot) => new(
        snapshot.Config.Name, snapshot.Config.Version, snapshot.Patterns.ModelHash, snapshot.Chain.Depth,
        snapshot.Chain.CutElements(0), snapshot.OutputElements, [0, .. snapshot.Patterns.Levels]);
}
