using System.Globalization;
using System.Text.Json.Nodes;
using Fulcrum.Server.Access;

namespace Fulcrum.Server.OpenApi;

/// <summary>
/// Writes operations as an OpenAPI document. 3.1, because its schemas are JSON Schema, which is what contracts are exported as.
/// ASP.NET's own generator reads the parameters of handlers: of routes that take requests as they are, with bodies of bytes, it would say nothing.
/// </summary>
internal static class ApiDocument
{
    private const string Version = "3.1.0", ProblemType = "application/problem+json", V2Error = "V2Error";

    /// <summary>The document.</summary>
    /// <param name="operations">The routes.</param>
    /// <param name="asks">Whether the server asks who calls; null: some do.</param>
    /// <param name="problem">Writes the schema of problem documents.</param>
    public static JsonObject Of(IEnumerable<Operation> operations, bool? asks, Func<SchemaSet, JsonNode> problem)
    {
        var schemas = new SchemaSet();
        JsonObject paths = [];
        Operation[] all = [.. operations.DistinctBy(o => o.Id).OrderBy(o => o.Path, StringComparer.Ordinal).ThenBy(o => o.Method, StringComparer.Ordinal)];
        foreach (Operation operation in all)
        {
            string path = PathOf(operation);
            if (paths[path] is null)
                paths[path] = new JsonObject();
#pragma warning disable CA1308 // OpenAPI has methods in lower case.
            paths[path]![operation.Method.ToLowerInvariant()] = One(operation, asks, problem, schemas);
#pragma warning restore CA1308
        }

        return new JsonObject
        {
            ["openapi"] = Version,
            ["info"] = new JsonObject
            {
                ["title"] = "Fulcrum",
                ["description"] = "What a Fulcrum server answers. Binary bodies, units and what the members mean are described in docs/protocol.md.",
                ["version"] = typeof(ApiDocument).Assembly.GetName().Version!.ToString(3),
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["tags"] = new JsonArray([.. Components.Read("tags").Where(t => all.Any(o => o.Tag == t.Key)).Select(t => (JsonNode)new JsonObject { ["name"] = t.Key, ["description"] = t.Value!.DeepClone() })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.ToJson(),
                ["headers"] = Components.Read("headers"),
                ["securitySchemes"] = Components.Read("securitySchemes"),
            },
        };
    }

    /// <summary>The path as OpenAPI has it: without the types of parameters.</summary>
    public static string PathOf(Operation operation) => operation.Path.Replace(":int}", "}", StringComparison.Ordinal);

    private static JsonObject One(Operation operation, bool? asks, Func<SchemaSet, JsonNode> problem, SchemaSet schemas)
    {
        var made = new JsonObject { ["operationId"] = operation.Id, ["tags"] = new JsonArray(operation.Tag), ["summary"] = operation.Summary };
        if (operation.Details is not null)
            made["description"] = operation.Details;
#pragma warning disable CA1308 // Words of documents are in lower case.
        made["x-fulcrum-audience"] = operation.Audience.ToString().ToLowerInvariant();
#pragma warning restore CA1308
        made["security"] = Security(operation.Audience, asks);
        Parameter[] parameters = [.. PathParameters(operation), .. operation.Parameters.Where(p => p.In != "path")];
        if (parameters.Length > 0)
            made["parameters"] = new JsonArray([.. parameters.Select(Write)]);
        if (operation.Body.Count > 0)
            made["requestBody"] = new JsonObject { ["required"] = !operation.IsBodyOptional, ["content"] = Contents(operation.Body, schemas) };
        var answers = new SortedDictionary<int, JsonObject>();
        foreach (Answer answer in operation.Answers)
            answers[answer.Status] = Write(answer, schemas);
        foreach ((int status, string codes) in Refusals.Of(operation))
        {
            Content form = PathOf(operation).StartsWith("/v2", StringComparison.Ordinal) ? Content.Json(V2Error) : new Content(ProblemType, problem);
            JsonObject refusal = Write(new Answer(status, $"{Refusals.Meaning(status)} Codes: {codes}.", form) { Headers = Refusals.Headers(status) }, schemas);
            answers[status] = answers.TryGetValue(status, out JsonObject? said) ? Merge(said, refusal) : refusal;
        }

        made["responses"] = new JsonObject(answers.Select(a => KeyValuePair.Create<string, JsonNode?>(a.Key.ToString(CultureInfo.InvariantCulture), a.Value)));
        return made;
    }

    /// <summary>A status that is both an answer of its own form and an error (not ready, and busy).</summary>
    private static JsonObject Merge(JsonObject said, JsonObject refusal)
    {
        said["description"] = $"{(string?)said["description"]} Or: {(string?)refusal["description"]}";
        foreach ((string mediaType, JsonNode? form) in refusal["content"]!.AsObject())
        {
            JsonNode? before = said["content"]?[mediaType]?["schema"];
            said["content"] ??= new JsonObject();
            said["content"]![mediaType] = before is null ? form!.DeepClone() : new JsonObject { ["schema"] = new JsonObject { ["anyOf"] = new JsonArray(before.DeepClone(), form!["schema"]!.DeepClone()) } };
        }

        return said;
    }

    private static JsonArray Security(Audience audience, bool? asks)
    {
        if (audience == Audience.Anyone || asks == false)
            return new JsonArray();
        return new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }, new JsonObject { ["certificate"] = new JsonArray() });
    }

    private static IEnumerable<Parameter> PathParameters(Operation operation) => PathOf(operation).Split('{').Skip(1).Select(part => part[..part.IndexOf('}', StringComparison.Ordinal)])
        .Select(name => operation.Parameters.FirstOrDefault(p => p.In == "path" && p.Name == name) ?? Refusals.PathParameter(name));

    private static JsonNode Write(Parameter parameter)
    {
        var made = new JsonObject { ["name"] = parameter.Name, ["in"] = parameter.In, ["description"] = parameter.Text };
        if (parameter.IsRequired || parameter.In == "path")
            made["required"] = true;
        made["schema"] = JsonNode.Parse(parameter.Schema);
        return made;
    }

    private static JsonObject Write(Answer answer, SchemaSet schemas)
    {
        var made = new JsonObject { ["description"] = answer.Text };
        if (answer.Headers.Count > 0)
            made["headers"] = new JsonObject(answer.Headers.Select(h => KeyValuePair.Create<string, JsonNode?>(h, new JsonObject { ["$ref"] = $"#/components/headers/{h}" })));
        if (answer.Contents.Count > 0)
            made["content"] = Contents(answer.Contents, schemas);
        return made;
    }

    private static JsonObject Contents(IReadOnlyList<Content> contents, SchemaSet schemas) =>
        new(contents.Select(c => KeyValuePair.Create<string, JsonNode?>(c.MediaType, new JsonObject { ["schema"] = c.Schema(schemas) })));
}
