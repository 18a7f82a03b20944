using System.Text.Json;
using Fulcrum.Server.Access;
using Fulcrum.Server.Counts;
using Fulcrum.Server.Models;
using Fulcrum.Server.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Http.V2;

/// <summary>Triton's statistics extension.</summary>
internal sealed class StatisticsRoutes(ModelRepository repository)
{
    private static readonly Operation All = new("statistics", "GET", "/v2/models/stats", Audience.Operator, "What all models were asked, and where the time went.")
    {
        Tag = "models",
        Answers = [new(200, "Counts since the start.", Content.Json("ModelStatistics"))],
    };

    private static readonly Operation One = new("modelStatistics", "GET", "/v2/models/{name}/stats", Audience.Operator, "What a model was asked, and where the time went.")
    {
        Tag = "models",
        Answers = [new(200, "Counts since the start.", Content.Json("ModelStatistics"))],
        Refusals = ["model-unknown", "version-unknown", "model-unavailable"],
    };

    /// <summary>What there is.</summary>
    public static IReadOnlyList<Operation> Operations => [All, .. One.WithVersion];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(All, context => WriteAsync(context, repository.Models.SelectMany(m => m.Versions).Select(v => v.State).OfType<ModelState>()));
        routes.MapWithVersion(One, ModelAsync);
    }

    private Task ModelAsync(HttpContext context)
    {
        (string name, string version) = ModelPaths.Of(context);
        using ModelLease lease = repository.Lease(name, version);
        return WriteAsync(context, version.Length > 0 ? [lease.State] : repository.Find(name).Versions.Select(v => v.State).OfType<ModelState>());
    }

    private static Task WriteAsync(HttpContext context, IEnumerable<ModelState> models) => JsonAnswer.WriteAsync(context, 200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("model_stats");
        foreach (ModelState model in models)
            Model(writer, model);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void Model(Utf8JsonWriter writer, ModelState model)
    {
        ModelCounts counts = model.Counts;
        writer.WriteStartObject();
        writer.WriteString("name", model.Config.Name);
        writer.WriteString("version", model.Version);
        writer.WriteNumber("last_inference", counts.LastInference);
        writer.WriteNumber("inference_count", counts.Inferences);
        writer.WriteNumber("execution_count", counts.Executions);
        writer.WriteStartObject("inference_stats");
        Duration(writer, "success", counts.Success);
        Duration(writer, "fail", counts.Fail);
        Duration(writer, "queue", counts.Queue);
        Durations(writer, counts.Input, counts.Infer, counts.Output);
        Duration(writer, "cache_hit", new DurationCount());
        Duration(writer, "cache_miss", new DurationCount());
        writer.WriteEndObject();
        writer.WriteStartArray("batch_stats");
        foreach ((int size, BatchCount batch) in counts.Batches.OrderBy(b => b.Key))
        {
            writer.WriteStartObject();
            writer.WriteNumber("batch_size", size);
            Durations(writer, batch.Input, batch.Infer, batch.Output);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Durations(Utf8JsonWriter writer, DurationCount input, DurationCount infer, DurationCount output)
    {
        Duration(writer, "compute_input", input);
        Duration(writer, "compute_infer", infer);
        Duration(writer, "compute_output", output);
    }

    private static void Duration(Utf8JsonWriter writer, string name, DurationCount count)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("count", count.Count);
        writer.WriteNumber("ns", count.Nanoseconds);
        writer.WriteEndObject();
    }
}
