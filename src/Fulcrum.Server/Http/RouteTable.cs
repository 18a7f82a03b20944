using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Server.Metrics;
using Fulcrum.Server.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Fulcrum.Server.Http;

/// <summary>Every route of the server (docs/protocol.md).</summary>
internal static class RouteTable
{
    public static void Map(IEndpointRouteBuilder routes, ModelRepository repository, PrometheusPage metrics, InferEndpoint infer)
    {
        routes.MapGet("/v2/health/live", () => Results.Ok());
        routes.MapGet("/v2/health/ready", () => Results.Ok());
        routes.MapGet("/metrics", () => Results.Text(metrics.Render(), "text/plain; version=0.0.4"));
        routes.MapGet("/fulcrum/v1/models/{name}", (string name) =>
            Results.Json(Describe(repository.Find(name).Snapshot), ContractJson.Default.ModelMessage));
        routes.MapPost("/fulcrum/v1/models/{name}/plan", async (string name, HttpContext context) =>
        {
            ModelState model = repository.Find(name);
            PlanRequestMessage message = await JsonSerializer.DeserializeAsync(context.Request.Body, ContractJson.Default.PlanRequestMessage, context.RequestAborted).ConfigureAwait(false)
                ?? throw new InputException("json-malformed", "$", "The request is null.", "Send a JSON object.");
            return Results.Json(PlanEndpoint.Answer(model, message), ContractJson.Default.PlanMessage);
        });
        routes.MapGet("/fulcrum/v1/segments/{id}", (string id) => repository.FindSegment(id) is byte[] file
            ? Results.Bytes(file, "application/octet-stream", enableRangeProcessing: true, entityTag: new EntityTagHeaderValue($"\"{id}\""))
            : throw new InputException("segment-unknown", "id", "This server has no such segment.", "Ask for a new plan."));
        routes.MapPost("/fulcrum/v1/models/{name}/versions/{version}/cuts/{cut:int}/infer", (string name, string version, int cut, HttpContext context) =>
            infer.AnswerAsync(context, repository.Find(name), version, cut));
        routes.MapGet("/fulcrum/v1/probe", (RequestDelegate)ProbeEndpoint.SendAsync);
        routes.MapPost("/fulcrum/v1/probe", (RequestDelegate)ProbeEndpoint.TakeAsync);
        routes.MapFallback((RequestDelegate)(_ => throw new InputException("route-unknown", "path", "There is nothing at this path.", "See docs/protocol.md.")));
    }

    private static ModelMessage Describe(ModelSnapshot snapshot) => new(
        snapshot.Config.Name, snapshot.Config.Version, snapshot.Patterns.ModelHash, snapshot.Chain.Depth,
        snapshot.Chain.CutElements(0), snapshot.OutputElements, [0, .. snapshot.Patterns.Levels]);
}
