using System.Text.Json.Serialization;

namespace Fulcrum.Protocol.Plans;

/// <summary>Element types that may cross between tiers.</summary>
public enum PlanElement
{
    /// <summary>IEEE 754 singles.</summary>
    [JsonStringEnumMemberName("float32")]
    Float32,

    /// <summary>64-bit integers: token ids.</summary>
    [JsonStringEnumMemberName("int64")]
    Int64,

    /// <summary>32-bit integers.</summary>
    [JsonStringEnumMemberName("int32")]
    Int32,

    /// <summary>Bytes without sign.</summary>
    [JsonStringEnumMemberName("uint8")]
    UInt8,

    /// <summary>Bytes with sign.</summary>
    [JsonStringEnumMemberName("int8")]
    Int8,

    /// <summary>Flags, one byte each.</summary>
    [JsonStringEnumMemberName("bool")]
    Bool,
}

/// <summary>Facts about <see cref="PlanElement"/>.</summary>
public static class PlanElements
{
    /// <summary>Bytes of one element.</summary>
    public static int Width(this PlanElement element) => element switch
    {
        PlanElement.Int64 => 8,
        PlanElement.Float32 or PlanElement.Int32 => 4,
        _ => 1,
    };
}
