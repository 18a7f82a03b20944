using System.Text.Json.Serialization;

namespace Fulcrum.Protocol.Packed;

/// <summary>The JSON header of a packed model: what is in it, in order. Lengths are of the bytes in the file.</summary>
internal sealed record PackedHeader(int SkeletonBytes, int SkeletonRawBytes, int StepBytes, int SymbolBytes, IReadOnlyList<PackedHeaderTensor> Tensors, IReadOnlyList<PackedHeaderFloats> Floats);

/// <summary>A tensor on a grid: how many steps its rows and its columns have.</summary>
internal sealed record PackedHeaderTensor(string Name, IReadOnlyList<long> Shape, int Rows, int Columns);

/// <summary>A tensor of floats.</summary>
internal sealed record PackedHeaderFloats(string Name, IReadOnlyList<long> Shape);

/// <summary>JSON of the header: snake_case, unknown members refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PackedHeader))]
internal sealed partial class PackedJson : JsonSerializerContext;
