using System.Text.Json.Serialization;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Segments;

/// <summary>The JSON header of a segment file: what is in it, in order, and the hash of each part.</summary>
internal sealed record SegmentHeader(
    string Model, string ModelSha256, int Cut, double Level, HeaderCutTensor CutTensor, HeaderBlob Skeleton, IReadOnlyList<HeaderTensor> Tensors);

/// <summary>The cut tensor's coding.</summary>
internal sealed record HeaderCutTensor(string Name, int Elements, int Bits, float Scale, int ZeroPoint);

/// <summary>Compressed bytes: length in the file, length when unpacked, hash of the bytes in the file.</summary>
internal sealed record HeaderBlob(int Bytes, int RawBytes, string Sha256);

/// <summary>One initializer. Coding null means plain floats; otherwise scales come first, then the coded symbols.</summary>
internal sealed record HeaderTensor(string Name, IReadOnlyList<long> Shape, int Bits, int ChannelAxis, WeightCoding? Coding, int Bytes, string Sha256);

/// <summary>JSON of the header: snake_case, unknown members refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SegmentHeader))]
internal sealed partial class SegmentJson : JsonSerializerContext;
