using System.Reflection;
using System.Text.Json;
using Fulcrum.Server.Access;
using Fulcrum.Server.Models;
using Fulcrum.Server.OpenApi;
using Fulcrum.Server.Tensors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Http.V2;

/// <summary>Metadata of server and models.</summary>
internal sealed class MetadataRoutes(ModelRepository repository, bool isControlled)
{
    private static readonly Operation Server = new("serverMetadata", "GET", "/v2", Audience.Device, "Name, version and extensions of the server.")
    {
        Tag = "inference",
        Answers = [new(200, "What the server is.", Content.Json("ServerMetadata"))],
    };

    private static readonly Operation Model = new("modelMetadata", "GET", "/v2/models/{name}", Audience.Device, "A model's versions, inputs and outputs.")
    {
        Tag = "inference",
        Answers = [new(200, "What the model is.", Content.Json("ModelMetadata"))],
        Refusals = ["model-unknown", "version-unknown", "model-unavailable"],
    };

    private static readonly Operation ModelReadiness = new("modelReady", "GET", "/v2/models/{name}/ready", Audience.Device, "Whether a model can be asked.")
    {
        Tag = "inference",
        Answers = [new(200, "It is ready.", Content.Json("ModelReady")), new(503, "It is not.", Content.Json("ModelReady"))],
        Refusals = ["model-unknown", "version-unknown"],
    };

    private static readonly string Version = typeof(MetadataRoutes).Assembly.GetName().Version!.ToString(3);

    /// <summary>What there is.</summary>
    public static IReadOnlyList<Operation> Operations => [Server, .. Model.WithVersion, .. ModelReadiness.WithVersion];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Server, ServerAsync);
        routes.MapWithVersion(Model, ModelAsync);
        routes.MapWithVersion(ModelReadiness, ModelReadyAsync);
    }

    private Task ServerAsync(HttpContext context) => JsonAnswer.WriteAsync(context, 200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", "fulcrum");
        writer.WriteString("version", Version);
        writer.WriteStartArray("extensions");
        foreach (string extension in (IEnumerable<string>)["binary_tensor_data", "schedule_policy", "statistics", "openapi", .. isControlled ? ["model_repository", "model_repository(unload_dependents)"] : Array.Empty<string>()])
            writer.WriteStringValue(extension);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private Task ModelAsync(HttpContext context)
    {
        (string name, string version) = ModelPaths.Of(context);
        using ModelLease lease = repository.Lease(name, version);
        ModelState model = lease.State;
        IReadOnlyList<VersionEntry> versions = repository.Find(name).Versions;
        return JsonAnswer.WriteAsync(context, 200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteStartArray("versions");
            foreach (VersionEntry entry in versions.Where(v => v.State is not null))
                writer.WriteStringValue(entry.State!.Version);
            writer.WriteEndArray();
            writer.WriteString("platform", "onnxruntime_onnx");
            Tensors(writer, "inputs", model.Signature.Inputs);
            Tensors(writer, "outputs", model.Signature.Outputs);
            writer.WriteEndObject();
        });
    }

    private Task ModelReadyAsync(HttpContext context)
    {
        (string name, string version) = ModelPaths.Of(context);
        bool ready = repository.IsModelReady(name, version);
        return JsonAnswer.WriteAsync(context, ready ? 200 : 503, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteBoolean("ready", ready);
            writer.WriteEndObject();
        });
    }

    private static void Tensors(Utf8JsonWriter writer, string name, TensorSpec[] specs)
    {
        writer.WriteStartArray(name);
        foreach (TensorSpec spec in specs)
        {
            writer.WriteStartObject();
            writer.WriteString("name", spec.Name);
            writer.WriteString("datatype", spec.Datatype);
            writer.WriteStartArray("shape");
            foreach (long size in spec.Shape ?? [-1])
                writer.WriteNumberValue(size);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
