using System.Reflection;
using System.Text.Json;
using Fulcrum.Server.Access;
using Fulcrum.Server.Models;
using Fulcrum.Server.Tensors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Http.V2;

/// <summary>Health and metadata of server and models.</summary>
internal sealed class MetadataRoutes(ModelRepository repository, bool isControlled, Func<bool> isWanted)
{
    private static readonly string Version = typeof(MetadataRoutes).Assembly.GetName().Version!.ToString(3);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2", (RequestDelegate)ServerAsync).For(Audience.Device);
        routes.MapGet("/v2/health/live", (RequestDelegate)(context => HealthAsync(context, 200))).For(Audience.Anyone);
        routes.MapGet("/v2/health/ready", (RequestDelegate)(context => HealthAsync(context, repository.IsReady && isWanted() ? 200 : 503))).For(Audience.Anyone);
        foreach (string model in ModelPaths.Both)
        {
            routes.MapGet(model, (RequestDelegate)ModelAsync).For(Audience.Device);
            routes.MapGet($"{model}/ready", (RequestDelegate)ModelReadyAsync).For(Audience.Device);
        }
    }

    private Task ServerAsync(HttpContext context) => JsonAnswer.WriteAsync(context, 200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", "fulcrum");
        writer.WriteString("version", Version);
        writer.WriteStartArray("extensions");
        foreach (string extension in (IEnumerable<string>)["binary_tensor_data", "schedule_policy", "statistics", .. isControlled ? ["model_repository", "model_repository(unload_dependents)"] : Array.Empty<string>()])
            writer.WriteStringValue(extension);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static Task HealthAsync(HttpContext context, int status) => JsonAnswer.WriteAsync(context, status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("live", true);
        if (context.Request.Path.Value!.EndsWith("/ready", StringComparison.Ordinal))
            writer.WriteBoolean("ready", status == 200);
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
