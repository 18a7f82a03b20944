using System.Text.Json.Serialization;

namespace Fulcrum.Lab.Demo;

/// <summary>JSON of the demo's report: snake_case, stable names.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(DemoReport))]
public sealed partial class DemoJson : JsonSerializerContext;
