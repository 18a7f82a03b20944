using System.Globalization;
using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Server.Access;
using Fulcrum.Server.Models;
using Fulcrum.Server.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Http.V2;

/// <summary>Triton's model repository extension; mapped only when the operator lets clients control models.</summary>
internal sealed class RepositoryRoutes(ModelRepository repository)
{
    private const int LargestBody = 1 << 20;

    private static readonly Operation Index = new("repositoryIndex", "POST", "/v2/repository/index", Audience.Operator, "The models of the repository, loaded or not.")
    {
        Tag = "models",
        Body = [Content.Json("IndexRequest")],
        IsBodyOptional = true,
        Answers = [new(200, "One entry for each version.", Content.Json("RepositoryIndex"))],
        Refusals = ["json-malformed", "body-too-large"],
    };

    private static readonly Operation Load = new("loadModel", "POST", "/v2/repository/models/{name}/load", Audience.Operator, "Loads a model as it lies in the repository, or loads it again.")
    {
        Tag = "models",
        Body = [Content.Json("LoadRequest")],
        IsBodyOptional = true,
        Answers = [new(200, "It is loaded.")],
        Refusals = ["json-malformed", "request-invalid", "model-load-failed", "model-unknown", "body-too-large"],
    };

    private static readonly Operation Unload = new("unloadModel", "POST", "/v2/repository/models/{name}/unload", Audience.Operator, "Unloads a model; requests under way are answered.")
    {
        Tag = "models",
        Body = [Content.Json("UnloadRequest")],
        IsBodyOptional = true,
        Answers = [new(200, "It is unloaded.")],
        Refusals = ["json-malformed", "model-unknown", "body-too-large"],
    };

    /// <summary>What there is.</summary>
    public static IReadOnlyList<Operation> Operations => [Index, Load, Unload];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Index, IndexAsync);
        routes.Map(Load, LoadAsync);
        routes.Map(Unload, UnloadAsync);
    }

    private async Task IndexAsync(HttpContext context)
    {
        using JsonDocument? request = await BodyAsync(context).ConfigureAwait(false);
        bool onlyReady = request is not null && request.RootElement.TryGetProperty("ready", out JsonElement ready)
            && (ready.ValueKind is JsonValueKind.True or JsonValueKind.False ? ready.GetBoolean() : throw new JsonException("The member 'ready' has to be true or false."));
        await JsonAnswer.WriteAsync(context, 200, writer =>
        {
            Dictionary<string, ModelEntry> models = repository.Models.ToDictionary(m => m.Name);
            writer.WriteStartArray();
            foreach (string name in repository.Names.Union(models.Keys).Order(StringComparer.Ordinal))
            {
                foreach (VersionEntry version in models.GetValueOrDefault(name)?.Versions ?? [new VersionEntry(null, null, "", [])])
                    Write(writer, name, version, models.ContainsKey(name), onlyReady);
            }

            writer.WriteEndArray();
        }).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter writer, string name, VersionEntry version, bool isWanted, bool onlyReady)
    {
        if (onlyReady && version.State is not { IsAvailable: true })
            return;
        writer.WriteStartObject();
        writer.WriteString("name", name);
        if (version.Version is long number)
            writer.WriteString("version", number.ToString(CultureInfo.InvariantCulture));
        if (isWanted)
        {
            writer.WriteString("state", version.State is { IsAvailable: true } ? "READY" : "UNAVAILABLE");
            writer.WriteString("reason", version.State is { IsAvailable: false } ? "its process is being started again" : version.Reason);
        }

        writer.WriteEndObject();
    }

    private async Task LoadAsync(HttpContext context)
    {
        string name = (string)context.Request.RouteValues["name"]!;
        using JsonDocument? request = await BodyAsync(context).ConfigureAwait(false);
        if (request is not null && request.RootElement.TryGetProperty("parameters", out JsonElement parameters) && parameters.ValueKind == JsonValueKind.Object && parameters.EnumerateObject().Any())
            throw new InputException("request-invalid", "parameters", "A model is loaded as it lies in the repository: configurations and files are not taken from requests.");
        await Task.Run(() => repository.Load(name)).ConfigureAwait(false);
    }

    private async Task UnloadAsync(HttpContext context)
    {
        string name = (string)context.Request.RouteValues["name"]!;
        using JsonDocument? request = await BodyAsync(context).ConfigureAwait(false);
        repository.Unload(name);
    }

    private static async Task<JsonDocument?> BodyAsync(HttpContext context)
    {
        var bytes = new MemoryStream();
        byte[] piece = new byte[4096];
        int read;
        while ((read = await context.Request.Body.ReadAsync(piece, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            if (bytes.Length + read > LargestBody)
                throw new InputException("body-too-large", "body", $"The body is over {LargestBody} bytes.");
            bytes.Write(piece, 0, read);
        }

        if (bytes.Length == 0)
            return null;
        JsonDocument document = JsonDocument.Parse(bytes.ToArray(), new JsonDocumentOptions { MaxDepth = DataScanner.Deepest });
        return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new JsonException("The body has to be an object.");
    }
}
