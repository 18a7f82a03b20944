using Fulcrum.Server.Access;
using Fulcrum.Server.Batching;
using Fulcrum.Server.Models;
using Fulcrum.Server.OpenApi;
using Fulcrum.Server.Phases;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Http.V2;

/// <summary>The routes of the Open Inference Protocol (docs/protocol.md).</summary>
internal static class V2Routes
{
    private const string Layout = "JSON, then the tensors one behind the other, little-endian: docs/protocol.md#binary-data.";

    private static readonly Operation Infer = new("infer", "POST", "/v2/models/{name}/infer", Audience.Device, "Runs a model.")
    {
        Tag = "inference",
        Details = "The version may be left out; it is then the highest that is loaded.",
        Parameters =
        [
            new("Inference-Header-Content-Length", "header", "Bytes of JSON before the binary data. 0: the body is one input and nothing else. Left out: the body is JSON.", """{ "type": "integer", "minimum": 0 }"""),
            new(RequestHeaders.Deadline, "header", "Milliseconds from the first byte of the request, after which it is not run any more.", """{ "type": "number", "minimum": 0 }"""),
            new(RequestHeaders.Timing, "header", "With any value: the answer has Server-Timing.", """{ "type": "string" }"""),
            .. TraceHeaders.All,
        ],
        Body = [Content.Json("InferRequest"), Content.Bytes(Layout)],
        Answers = [new(200, "The outputs.", Content.Json("InferResponse"), Content.Bytes(Layout)) { Headers = ["Inference-Header-Content-Length", "Server-Timing"] }],
        Refusals = ["request-invalid", "json-malformed", "run-failed", "model-unknown", "version-unknown", "body-too-large", "encoding-unsupported", "client-limit", "queue-full", "deadline-expired", "model-unavailable", .. OpenApi.Refusals.Worker],
    };

    /// <summary>What there is, with control of models.</summary>
    public static IReadOnlyList<Operation> Operations => [.. MetadataRoutes.Operations, .. StatisticsRoutes.Operations, .. RepositoryRoutes.Operations, .. Infer.WithVersion];

    /// <param name="routes">Where to map them.</param>
    /// <param name="repository">The models.</param>
    /// <param name="clients">Limits of single clients.</param>
    /// <param name="isControlled">Whether clients may load and unload models.</param>
    /// <param name="phases">Told where the time of requests went.</param>
    /// <param name="time">The clock.</param>
    public static void Map(IEndpointRouteBuilder routes, ModelRepository repository, ClientLimits clients, bool isControlled, PhaseLog phases, TimeProvider time)
    {
        new MetadataRoutes(repository, isControlled).Map(routes);
        new StatisticsRoutes(repository).Map(routes);
        if (isControlled)
            new RepositoryRoutes(repository).Map(routes);
        routes.MapWithVersion(Infer, new InferEndpoint(repository, clients, phases, time).AnswerAsync);
    }
}
