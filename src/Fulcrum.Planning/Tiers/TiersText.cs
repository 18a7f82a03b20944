using System.Text.Json.Serialization;

namespace Fulcrum.Planning.Tiers;

/// <summary>A tiers file as it is written: quantities with their units.</summary>
internal sealed record TiersText
{
    public required int Format { get; init; }

    public required IReadOnlyList<TierText> Tiers { get; init; }

    public IReadOnlyList<LinkText>? Links { get; init; }
}

/// <summary>A tier.</summary>
internal sealed record TierText
{
    public required string Name { get; init; }

    public double? Cpu { get; init; }

    public string? Memory { get; init; }

    public string? Price { get; init; }

    public string? Power { get; init; }
}

/// <summary>A link.</summary>
internal sealed record LinkText
{
    public required string From { get; init; }

    public required string To { get; init; }

    public required string Rate { get; init; }

    public string? Delay { get; init; }

    public string? Jitter { get; init; }
}

/// <summary>JSON of tiers files: snake_case, unknown members refused; comments are allowed, people write these.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(TiersText))]
internal sealed partial class TiersJson : JsonSerializerContext;
