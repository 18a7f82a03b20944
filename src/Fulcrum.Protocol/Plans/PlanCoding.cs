using System.Text.Json.Serialization;
using Fulcrum.Protocol.CutTensors;

namespace Fulcrum.Protocol.Plans;

/// <summary>How a tensor is coded on a link.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Grid">The grid of 2 to 8 bits, for <see cref="PlanCodingKind.Grid"/> only.</param>
public sealed record PlanCoding(PlanCodingKind Kind, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CutTensorGrid? Grid = null)
{
    /// <summary>Elements as they are.</summary>
    public static PlanCoding Plain { get; } = new(PlanCodingKind.Plain);

    /// <summary>Elements packed without loss.</summary>
    public static PlanCoding Compressed { get; } = new(PlanCodingKind.Compressed);

    /// <summary>Elements as text.</summary>
    public static PlanCoding Base64 { get; } = new(PlanCodingKind.Base64);

    /// <summary>Rounded to a grid and coded; a grid of 32 bits is <see cref="Plain"/>.</summary>
    public static PlanCoding Of(CutTensorGrid grid) => grid.IsFloat ? Plain : new PlanCoding(PlanCodingKind.Grid, grid);

    /// <summary>Whether bytes coded so are what the other coding would give.</summary>
    public bool IsSame(PlanCoding other) => Kind == other.Kind && (ReferenceEquals(Grid, other.Grid) || (Grid is { } a && other.Grid is { } b
        && (a.Bits, a.Channels, a.Inner) == (b.Bits, b.Channels, b.Inner) && a.Scales.SequenceEqual(b.Scales) && a.ZeroPoints.SequenceEqual(b.ZeroPoints)));
}

/// <summary>Kinds of coding.</summary>
public enum PlanCodingKind
{
    /// <summary>Elements as they are, little-endian.</summary>
    [JsonStringEnumMemberName("plain")]
    Plain,

    /// <summary>Without loss: the bytes of all elements, packed by Brotli.</summary>
    [JsonStringEnumMemberName("compressed")]
    Compressed,

    /// <summary>Elements as they are, as text: base64, a third longer. For doing as those do who send tensors in JSON.</summary>
    [JsonStringEnumMemberName("base64")]
    Base64,

    /// <summary>Floats rounded to a grid, coded by <see cref="CutTensorCodec"/>.</summary>
    [JsonStringEnumMemberName("grid")]
    Grid,
}
