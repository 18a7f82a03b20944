using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Fulcrum.Server.OpenApi;

/// <summary>The schemas that a document refers to: those of contracts come from what reads and writes them, the others from <c>components.json</c>.</summary>
internal sealed class SchemaSet
{
    private const string Prefix = "#/components/schemas/";
    private readonly SortedDictionary<string, JsonNode> _schemas = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Type> _types = [];
    private readonly JsonObject _fixed = Components.Read("schemas");

    /// <summary>All that were asked for, by name.</summary>
    public JsonObject ToJson() => [.. _schemas.Select(s => KeyValuePair.Create<string, JsonNode?>(s.Key, s.Value.DeepClone()))];

    /// <summary>A reference to a schema of <c>components.json</c>.</summary>
    public JsonNode Of(string name)
    {
        if (_schemas.ContainsKey(name))
            return Reference(name);
        _schemas[name] = _fixed[name]!.DeepClone();
        foreach (string other in References(_schemas[name]))
            Of(other);
        return Reference(name);
    }

    /// <summary>A reference to the schema of a contract.</summary>
    public JsonNode Of(JsonTypeInfo type)
    {
        var options = new JsonSerializerOptions(type.Options) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };
        return options.GetTypeInfo(type.Type).GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform });
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = Prefix + name };

    /// <summary>Own types become schemas of their own, and numbers say how wide they are.</summary>
    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is not JsonObject made)
            return schema;
        Type type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (Format(type) is string format)
            made["format"] = format;
        if (context.TypeInfo.Kind != JsonTypeInfoKind.Object || made["properties"] is null)
            return made;
        bool isNullable = made["type"] is JsonArray;
        made["type"] = "object";
        string name = NameOf(type);
        _schemas[name] = made.DeepClone();
        return isNullable ? new JsonObject { ["anyOf"] = new JsonArray(Reference(name), new JsonObject { ["type"] = "null" }) } : Reference(name);
    }

    /// <summary>A type's name; those of messages without the word, unless another type has that name.</summary>
    private string NameOf(Type type)
    {
        string name = type.Name.EndsWith("Message", StringComparison.Ordinal) ? type.Name[..^"Message".Length] : type.Name;
        if (_types.TryGetValue(name, out Type? other) && other != type)
            name = type.Name;
        return _types.TryAdd(name, type) || _types[name] == type ? name : throw new InvalidOperationException($"Two types are called {name}.");
    }

    private static string? Format(Type type) => type switch
    {
        _ when type == typeof(int) => "int32",
        _ when type == typeof(long) => "int64",
        _ when type == typeof(float) => "float",
        _ when type == typeof(double) => "double",
        _ => null,
    };

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(m => m.Key == "$ref" ? [((string)m.Value!)[Prefix.Length..]] : References(m.Value)),
        JsonArray many => many.SelectMany(References),
        _ => [],
    };
}
