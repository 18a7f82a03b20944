using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fulcrum.Problems;
using Fulcrum.Protocol.Checksums;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Server.Access;
using Fulcrum.Server.Chains;
using Fulcrum.Server.Models;
using Fulcrum.Server.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Fulcrum.Server.Http;

/// <summary>The routes of a model repository (docs/protocol.md).</summary>
internal static class RouteTable
{
    private static readonly Operation Describe = new("describeModel", "GET", "/fulcrum/v1/models/{name}", Audience.Device, "What a planned model is.")
    {
        Tag = "plans",
        Answers = [new(200, "Its layers, sizes and levels.", Content.Json(ContractJson.Default.ModelMessage)) { Headers = [BodyChecksum.Header] }],
        Refusals = ["model-unknown", "model-unavailable", "store-unreachable"],
    };

    private static readonly Operation Plan = new("plan", "POST", "/fulcrum/v1/models/{name}/plan", Audience.Device, "Chooses a plan for a device.")
    {
        Tag = "plans",
        Details = "Every member of the request may be left out: docs/protocol.md#plan.",
        Parameters = TraceHeaders.All,
        Body = [Content.Json(ContractJson.Default.PlanRequestMessage)],
        Answers = [new(200, "The plan.", Content.Json(ContractJson.Default.PlanMessage)) { Headers = [BodyChecksum.Header] }],
        Refusals = ["json-malformed", "request-out-of-range", "model-unknown", "cut-unknown", "pattern-unknown", "plan-infeasible", "model-unavailable", "store-unreachable"],
    };

    private static readonly Operation Segment = new("segment", "GET", "/fulcrum/v1/segments/{id}", Audience.Device, "A segment file: what a device runs.")
    {
        Tag = "plans",
        Parameters = WebHeaders.Ranges,
        Answers = WebHeaders.File("docs/segment-format.md."),
        Refusals = ["segment-unknown", "store-unreachable"],
    };

    private static readonly Operation Infer = new("inferSecondHalf", "POST", "/fulcrum/v1/models/{name}/versions/{version}/cuts/{cut:int}/infer", Audience.Device, "Runs the layers behind a cut on coded cut tensors.")
    {
        Tag = "plans",
        Parameters =
        [
            new("level", "query", "The plan's level, in points.", """{ "type": "number", "format": "double", "minimum": 0 }""", IsRequired: true),
            new("samples", "query", "How many cut tensors the body holds.", """{ "type": "integer", "format": "int32", "minimum": 1, "maximum": 4096 }""", IsRequired: true),
            new(BodyChecksum.Header, "header", "CRC-32C of route and body: docs/protocol.md#checksums. Left out: not checked.", """{ "type": "string", "pattern": "^[0-9a-f]{8}$" }"""),
            .. TraceHeaders.All,
        ],
        Body = [Content.Bytes("Coded cut tensors, one behind the other: docs/protocol.md#infer.")],
        Answers = [new(200, "The model's outputs.", Content.Bytes("IEEE 754 singles, little-endian, sample by sample: docs/protocol.md#infer.")) { Headers = ["Server-Timing", BodyChecksum.Header] }],
        Refusals = ["query-malformed", "body-length", "body-damaged", "tensor-length", "model-unknown", "version-unknown", "cut-unknown", "pattern-unknown", "model-unavailable", "store-unreachable", .. OpenApi.Refusals.Worker],
    };

    /// <summary>What there is.</summary>
    public static IReadOnlyList<Operation> Operations => [Describe, Plan, Segment, Infer];

    /// <param name="routes">Where to map them.</param>
    /// <param name="repository">The models.</param>
    /// <param name="infer">Answers second halves.</param>
    /// <param name="look">Looks for what is newer where a segment is not known; null: there is nowhere to look.</param>
    public static void Map(IEndpointRouteBuilder routes, ModelRepository repository, SecondHalfEndpoint infer, Func<CancellationToken, Task>? look = null)
    {
        routes.Map(Describe, async context =>
        {
            using ModelLease lease = repository.Lease(context.Named("name"), "");
            await AnswerAsync(context, Routes.Model(context.Named("name")), Message(Chain(lease).Snapshot), ContractJson.Default.ModelMessage).ConfigureAwait(false);
        });
        routes.Map(Plan, async context =>
        {
            using ModelLease lease = repository.Lease(context.Named("name"), "");
            PlanRequestMessage message = await JsonSerializer.DeserializeAsync(context.Request.Body, ContractJson.Default.PlanRequestMessage, context.RequestAborted).ConfigureAwait(false)
                ?? throw new InputException("json-malformed", "$", "The request is null.", "Send a JSON object.");
            await AnswerAsync(context, Routes.Plan(context.Named("name")), PlanEndpoint.Answer(Chain(lease), message), ContractJson.Default.PlanMessage).ConfigureAwait(false);
        });
        routes.Map(Segment, async context =>
        {
            string id = context.Named("id");
            byte[]? file = repository.FindSegment(id);
            if (file is null && look is not null)
            {
                await look(context.RequestAborted).ConfigureAwait(false);
                file = repository.FindSegment(id);
            }

            IResult answer = file is not null
                ? Results.Bytes(file, "application/octet-stream", enableRangeProcessing: true, entityTag: new EntityTagHeaderValue($"\"{id}\""))
                : throw new InputException("segment-unknown", "id", "This server has no such segment.", "Ask for a new plan.");
            await answer.ExecuteAsync(context).ConfigureAwait(false);
        });
        routes.Map(Infer, async context =>
        {
            (string name, string version, int cut) = (context.Named("name"), context.Named("version"), int.Parse(context.Named("cut"), CultureInfo.InvariantCulture));
            // Devices name the version that their plan is of, which may be one that is leaving.
            using ModelLease lease = repository.Lease(name, repository.Knows(name, version) ? version : "");
            await infer.AnswerAsync(context, Chain(lease), version, cut).ConfigureAwait(false);
        });
    }

    private static Task AnswerAsync<T>(HttpContext context, string route, T value, JsonTypeInfo<T> type)
    {
        byte[] answer = JsonSerializer.SerializeToUtf8Bytes(value, type);
        context.Response.Headers[BodyChecksum.Header] = BodyChecksum.Of(route, answer);
        return Results.Bytes(answer, "application/json; charset=utf-8").ExecuteAsync(context);
    }

    private static ChainState Chain(ModelLease lease) => lease.State.Chain
        ?? throw new InputException("model-unknown", "name", "The model is served whole only: it was not planned.", "Plan it, or use the Open Inference Protocol's routes.");

    private static ModelMessage Message(ChainSnapshot snapshot) => new(
        snapshot.Name, snapshot.Version, snapshot.Patterns.ModelHash, snapshot.Chain.Depth,
        snapshot.Chain.CutElements(0), snapshot.OutputElements, [0, .. snapshot.Patterns.Levels]);
}
