using System.Text.Json.Serialization;

namespace Fulcrum.Protocol.Sets;

/// <summary>JSON of table.json: snake_case, unknown members and members given twice refused, no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    IgnoreReadOnlyProperties = true,
    WriteIndented = true)]
[JsonSerializable(typeof(TableManifest))]
internal sealed partial class TableJson : JsonSerializerContext;
