namespace Fulcrum.Graphs;

/// <summary>Facts about <see cref="ElementType"/> values.</summary>
public static class ElementTypes
{
    /// <summary>Whether values of the type are integers of at least 8 bits.</summary>
    public static bool IsInteger(this ElementType type) => type is ElementType.Int64 or ElementType.Int32 or ElementType.Int16 or ElementType.Int8
        or ElementType.UInt64 or ElementType.UInt32 or ElementType.UInt16 or ElementType.UInt8;

    /// <summary>Bits per element in ONNX's packed layout; 0 for strings and undefined.</summary>
    public static int BitWidth(this ElementType type) => type switch
    {
        ElementType.UInt2 or ElementType.Int2 => 2,
        ElementType.UInt4 or ElementType.Int4 or ElementType.Float4E2M1 => 4,
        ElementType.UInt8 or ElementType.Int8 or ElementType.Bool or ElementType.Float8E4M3FN or ElementType.Float8E4M3FNUZ
            or ElementType.Float8E5M2 or ElementType.Float8E5M2FNUZ or ElementType.Float8E8M0 => 8,
        ElementType.UInt16 or ElementType.Int16 or ElementType.Float16 or ElementType.BFloat16 => 16,
        ElementType.Float or ElementType.Int32 or ElementType.UInt32 => 32,
        ElementType.Double or ElementType.Int64 or ElementType.UInt64 or ElementType.Complex64 => 64,
        ElementType.Complex128 => 128,
        _ => 0,
    };

    /// <summary>Bytes of <paramref name="elements"/> packed elements (sub-byte types share bytes, the last padded).</summary>
    /// <exception cref="OverflowException">The size does not fit in 64 bits.</exception>
    public static long ByteCount(this ElementType type, long elements) =>
        checked((elements / 8 * type.BitWidth()) + (((elements % 8 * type.BitWidth()) + 7) / 8));

    /// <summary>The ONNX element type of a .NET element type.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no ONNX element type.</exception>
    public static ElementType Of<T>() where T : unmanaged => default(T) switch
    {
        float => ElementType.Float,
        double => ElementType.Double,
        byte => ElementType.UInt8,
        sbyte => ElementType.Int8,
        short => ElementType.Int16,
        ushort => ElementType.UInt16,
        int => ElementType.Int32,
        uint => ElementType.UInt32,
        long => ElementType.Int64,
        ulong => ElementType.UInt64,
        bool => ElementType.Bool,
        Half => ElementType.Float16,
        _ => throw new NotSupportedException($"{typeof(T).Name} is no ONNX element type."),
    };
}
