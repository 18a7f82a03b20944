using System.Text.Json.Serialization;

namespace Fulcrum.Protocol.Plans;

/// <summary>JSON of plan.json: snake_case, unknown members and members given twice refused, no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    IgnoreReadOnlyProperties = true,
    WriteIndented = true)]
[JsonSerializable(typeof(PlanManifest))]
internal sealed partial class PlanJson : JsonSerializerContext;
