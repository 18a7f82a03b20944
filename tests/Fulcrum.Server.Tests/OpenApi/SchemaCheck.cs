using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fulcrum.Server.Tests.OpenApi;

/// <summary>JSON Schema (draft 2020-12), as much of it as the documents here use; a keyword that is not known is an error, never skipped.</summary>
internal sealed class SchemaCheck(JsonNode root)
{
    private static readonly HashSet<string> Silent = ["$comment", "$id", "$schema", "$defs", "$dynamicAnchor", "description", "default", "title", "examples", "format", "then", "else"];
    private readonly List<string> _problems = [];

    /// <summary>What is wrong with an instance; nothing when it is valid.</summary>
    /// <param name="schema">The schema, a part of the root.</param>
    /// <param name="instance">What is checked.</param>
    public IReadOnlyList<string> Problems(JsonNode? schema, JsonNode? instance)
    {
        _problems.Clear();
        return Check(schema, instance, "$", []) ? [] : [.. _problems];
    }

    private bool Check(JsonNode? schema, JsonNode? instance, string place, HashSet<string> seen)
    {
        if (schema is JsonValue always)
            return (bool)always || Fail(place, "is not allowed here");
        bool valid = true;
        foreach ((string keyword, JsonNode? value) in schema!.AsObject().OrderBy(k => k.Key is "unevaluatedProperties" ? 2 : k.Key == "additionalProperties" ? 1 : 0))
        {
            if (!Silent.Contains(keyword))
                valid &= Keyword(schema.AsObject(), keyword, value!, instance, place, seen);
        }

        return valid;
    }

    private bool Keyword(JsonObject schema, string keyword, JsonNode value, JsonNode? instance, string place, HashSet<string> seen)
    {
        var members = instance as JsonObject;
        var items = instance as JsonArray;
        switch (keyword)
        {
            case "$ref": return Check(((string)value!)[2..].Split('/').Aggregate((JsonNode?)root, (n, part) => n![part] ?? throw new InvalidOperationException($"{value} is nowhere")), instance, place, seen);
            case "type": return (value is JsonArray types ? types.Select(t => (string)t!) : [(string)value!]).Any(t => Is(t, instance)) || Fail(place, $"is no {value.ToJsonString()}");
            case "const": return JsonNode.DeepEquals(value, instance) || Fail(place, $"is not {value.ToJsonString()}");
            case "enum": return value.AsArray().Any(v => JsonNode.DeepEquals(v, instance)) || Fail(place, "is none of the values");
            case "pattern": return Is("string", instance) is false || Regex.IsMatch((string)instance!, (string)value!) || Fail(place, $"does not match {value}");
            case "minimum": return Is("number", instance) is false || (double)instance! >= (double)value || Fail(place, $"is under {value}");
            case "maximum": return Is("number", instance) is false || (double)instance! <= (double)value || Fail(place, $"is over {value}");
            case "minLength": return Is("string", instance) is false || ((string)instance!).Length >= (int)value || Fail(place, "is too short");
            case "maxLength": return Is("string", instance) is false || ((string)instance!).Length <= (int)value || Fail(place, "is too long");
            case "minItems": return items is null || items.Count >= (int)value || Fail(place, "has too few items");
            case "minProperties": return members is null || members.Count >= (int)value || Fail(place, "has too few members");
            case "maxProperties": return members is null || members.Count <= (int)value || Fail(place, "has too many members");
            case "required": return members is null || value.AsArray().All(r => members.ContainsKey((string)r!) || Fail(place, $"lacks {r}"));
            case "items": return items is null || items.Index().All(i => Check(value, i.Item, $"{place}[{i.Index}]", []));
            case "properties": return members is null || value.AsObject().All(p => !members.ContainsKey(p.Key) || Member(p.Value, members, p.Key, place, seen));
            case "patternProperties": return members is null || value.AsObject().All(p => members.Where(m => Regex.IsMatch(m.Key, p.Key)).All(m => Member(p.Value, members, m.Key, place, seen)));
            case "additionalProperties": return members is null || members.Where(m => schema["properties"]?[m.Key] is null && (schema["patternProperties"]?.AsObject().All(p => !Regex.IsMatch(m.Key, p.Key)) ?? true)).All(m => Member(value, members, m.Key, place, seen));
            case "unevaluatedProperties": return members is null || members.Where(m => !seen.Contains(m.Key)).All(m => Member(value, members, m.Key, place, seen));
            case "propertyNames": return members is null || members.All(m => Check(value, JsonValue.Create(m.Key), place, []));
            case "dependentSchemas": return members is null || value.AsObject().All(d => !members.ContainsKey(d.Key) || Check(d.Value, instance, place, seen));
            case "allOf": return value.AsArray().All(s => Check(s, instance, place, seen));
            case "anyOf": return value.AsArray().Select(s => Try(s, instance, place, seen)).ToArray().Contains(true) || Fail(place, "is none of the forms");
            case "oneOf": return value.AsArray().Count(s => Try(s, instance, place, seen)) == 1 || Fail(place, "is not exactly one of the forms");
            case "not": return !Try(value, instance, place, []) || Fail(place, "is of a form that it must not have");
            case "if": return Try(value, instance, place, seen) ? schema["then"] is null || Check(schema["then"], instance, place, seen) : schema["else"] is null || Check(schema["else"], instance, place, seen);
            default: throw new NotSupportedException($"The keyword {keyword} is not known.");
        }
    }

    private bool Member(JsonNode? schema, JsonObject members, string name, string place, HashSet<string> seen)
    {
        seen.Add(name);
        return Check(schema, members[name], $"{place}.{name}", []);
    }

    /// <summary>Whether it is valid; where it is not, nothing of it counts.</summary>
    private bool Try(JsonNode? schema, JsonNode? instance, string place, HashSet<string> seen)
    {
        (int before, HashSet<string> own) = (_problems.Count, []);
        bool valid = Check(schema, instance, place, own);
        if (valid)
        {
            _problems.RemoveRange(before, _problems.Count - before);
            seen.UnionWith(own);
        }

        return valid;
    }

    private bool Fail(string place, string what)
    {
        _problems.Add($"{place} {what}");
        return false;
    }

    private static bool Is(string type, JsonNode? node) => (type, node?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("integer", JsonValueKind.Number) => double.IsInteger(double.Parse(node!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)),
        ("number", JsonValueKind.Number) or ("string", JsonValueKind.String) or ("array", JsonValueKind.Array) or ("object", JsonValueKind.Object) or ("null", JsonValueKind.Null) or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        _ => false,
    };
}
