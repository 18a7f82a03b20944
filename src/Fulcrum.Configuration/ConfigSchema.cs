using System.Text.Json.Nodes;
using Fulcrum.Problems;
using Fulcrum.Problems.Quantities;

namespace Fulcrum.Configuration;

/// <summary>JSON schemas of configuration files (draft 2020-12), made by watching what their readers ask for: what a reader takes and what the schema says cannot differ.</summary>
public static class ConfigSchema
{
    /// <summary>The schema of what a reader reads.</summary>
    /// <param name="title">What the file is.</param>
    /// <param name="read">Reads a document; it is given an empty one, and may refuse it.</param>
    public static JsonObject Of(string title, Action<ConfigDocument> read)
    {
        var shape = new ConfigShape();
        try
        {
            read(new ConfigDocument(title, "schema", ConfigFields.Empty) { Shape = shape });
        }
        catch (InputException)
        {
            // Something must be there, and is not.
        }

        JsonObject schema = Object(shape);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return schema;
    }

    private static JsonObject Object(ConfigShape shape)
    {
        var properties = new JsonObject();
        foreach (ConfigMember member in shape.Members)
            properties[member.Name] = Member(member);
        var made = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (shape.Members.Any(m => m.Required))
            made["required"] = new JsonArray([.. shape.Members.Where(m => m.Required).Select(m => (JsonNode)m.Name)]);
        return made;
    }

    private static JsonObject Member(ConfigMember member) => member switch
    {
        { Kind: ConfigKind.List, Child: null } => new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
        { Kind: ConfigKind.List, Child: { } child } => new JsonObject { ["type"] = "array", ["items"] = child.MayBeShort ? new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, Object(child)) } : Object(child) },
        { Kind: ConfigKind.Object, Child: { } child } => Object(child),
        { Kind: ConfigKind.Number } => new JsonObject { ["type"] = "number" },
        { Kind: ConfigKind.Flag } => new JsonObject { ["type"] = "boolean" },
        { Unit: Unit unit } => new JsonObject { ["type"] = "string", ["description"] = $"A {unit.Name} with its unit.", ["pattern"] = $"^\\s*[-+]?[0-9.]+([eE][-+]?[0-9]+)?\\s*({string.Join('|', unit.Factors.Keys.Select(System.Text.RegularExpressions.Regex.Escape))})\\s*$", ["examples"] = new JsonArray(unit.Example) },
        { Words: { } words } => new JsonObject { ["enum"] = new JsonArray([.. words.Select(w => (JsonNode)w)]) },
        _ => new JsonObject { ["type"] = "string" },
    };
}
