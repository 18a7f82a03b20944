using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Fulcrum.Server.Access;

namespace Fulcrum.Server.OpenApi;

/// <summary>A route and all that the OpenAPI document says of it: it is mapped by this, so there is no route without a description.</summary>
/// <param name="Id">Its name for programs; no other route has it.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, parameters in braces.</param>
/// <param name="Audience">Who may call it.</param>
/// <param name="Summary">What it does, in one sentence.</param>
internal sealed record Operation(string Id, string Method, string Path, Audience Audience, string Summary)
{
    /// <summary>What it belongs to.</summary>
    public required string Tag { get; init; }

    /// <summary>More about it; null: nothing.</summary>
    public string? Details { get; init; }

    /// <summary>What may come besides the path's parameters: in the query, in headers.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>The forms of its body; none: it takes none.</summary>
    public IReadOnlyList<Content> Body { get; init; } = [];

    /// <summary>Whether the body may be left out.</summary>
    public bool IsBodyOptional { get; init; }

    /// <summary>Its answers that are no errors, or have a form of their own.</summary>
    public required IReadOnlyList<Answer> Answers { get; init; }

    /// <summary>Codes of its own errors, besides those that every route has; <see cref="OpenApi.Refusals.StatusOf"/> knows their statuses.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    /// <summary>The same with a version in the path, which may be left out.</summary>
    public IReadOnlyList<Operation> WithVersion => [this, this with { Id = $"{Id}OfVersion", Path = Path.Replace("{name}", "{name}/versions/{version}", StringComparison.Ordinal) }];
}

/// <summary>A parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In">Where: <c>path</c>, <c>query</c>, <c>header</c>.</param>
/// <param name="Text">What it says.</param>
/// <param name="Schema">Its JSON schema, as text.</param>
/// <param name="IsRequired">Whether it has to be there; those of the path have to.</param>
internal sealed record Parameter(string Name, string In, string Text, string Schema, bool IsRequired = false);

/// <summary>An answer.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Text">What it means.</param>
/// <param name="Contents">The forms of its body; none: it has none.</param>
internal sealed record Answer(int Status, string Text, params IReadOnlyList<Content> Contents)
{
    /// <summary>Its headers, by their names in <c>components.json</c>.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];
}

/// <summary>A form of a body.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Schema">Writes its schema, and those it uses, into a set.</param>
internal sealed record Content(string MediaType, Func<SchemaSet, JsonNode> Schema)
{
    private const string JsonType = "application/json";

    /// <summary>JSON as a contract has it.</summary>
    public static Content Json(JsonTypeInfo type) => new(JsonType, set => set.Of(type));

    /// <summary>JSON by the name of a schema in <c>components.json</c>.</summary>
    public static Content Json(string schema) => new(JsonType, set => set.Of(schema));

    /// <summary>Bytes.</summary>
    /// <param name="layout">What they are, and where that is described.</param>
    public static Content Bytes(string layout) => Text("application/octet-stream", layout);

    /// <summary>Anything else.</summary>
    public static Content Text(string mediaType, string layout) => new(mediaType, _ => new JsonObject { ["description"] = layout });
}
