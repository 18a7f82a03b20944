using System.Text.Json.Serialization;
using Fulcrum.Protocol.Releases;

namespace Fulcrum.Protocol.Contracts;

/// <summary>JSON of all messages: snake_case, unknown members refused, no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PlanRequestMessage))]
[JsonSerializable(typeof(PlanMessage))]
[JsonSerializable(typeof(ModelMessage))]
[JsonSerializable(typeof(ProblemMessage))]
[JsonSerializable(typeof(DeviceReportMessage))]
[JsonSerializable(typeof(ReleaseManifest))]
public sealed partial class ContractJson : JsonSerializerContext;
