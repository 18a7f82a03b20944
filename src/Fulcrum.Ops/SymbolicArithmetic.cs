using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>
/// Arithmetic on the elements of a <see cref="SymbolicTensor"/>: exact where the result is known, unknown otherwise.
/// A symbol stands for a dimension, so it is never negative; flags are 1 and 0.
/// </summary>
internal static class SymbolicArithmetic
{
    /// <summary>a - b where both are known, b is 0, or both are the same symbol.</summary>
    public static Dim Subtract(Dim a, Dim b) =>
        b.Size == 0 ? a : AreSame(a, b) ? 0 : Numbers(a, b, (x, y) => x - y);

    /// <summary>a / b rounded towards zero, where both are known, b is 1, or both are the same symbol.</summary>
    public static Dim Divide(Dim a, Dim b) =>
        b.Size == 0 ? Dim.Unknown : b.Size == 1 ? a : AreSame(a, b) ? 1 : Numbers(a, b, (x, y) => x / y);

    /// <summary>a / b where that is a whole number.</summary>
    public static Dim DivideExactly(Dim a, Dim b) =>
        a.Size is long x && b.Size is long y && (y == 0 || (y != -1 && x % y != 0)) ? Dim.Unknown : Divide(a, b);

    /// <summary>The rest of a / b with the sign of b.</summary>
    public static Dim Modulo(Dim a, Dim b) =>
        b.Size == 0 ? Dim.Unknown : b.Size == 1 || AreSame(a, b) ? 0 : Numbers(a, b, (x, y) => ((x % y) + y) % y);

    /// <summary>The rest of a / b with the sign of a.</summary>
    public static Dim Remainder(Dim a, Dim b) =>
        b.Size == 0 ? Dim.Unknown : b.Size == 1 || AreSame(a, b) ? 0 : Numbers(a, b, (x, y) => x % y);

    /// <summary>The larger one; a symbol is at least 0.</summary>
    public static Dim Max(Dim a, Dim b) =>
        AreSame(a, b) || (a.Symbol is not null && b.Size <= 0) ? a : b.Symbol is not null && a.Size <= 0 ? b : Numbers(a, b, Math.Max);

    /// <summary>The smaller one; a symbol is at least 0.</summary>
    public static Dim Min(Dim a, Dim b) =>
        AreSame(a, b) || (b.Symbol is not null && a.Size <= 0) ? a : a.Symbol is not null && b.Size <= 0 ? b : Numbers(a, b, Math.Min);

    /// <summary>|a|.</summary>
    public static Dim Abs(Dim a) => a.Symbol is not null ? a : a.Size is long x ? Shapes.Checked(() => Math.Abs(x)) : Dim.Unknown;

    /// <summary>-a.</summary>
    public static Dim Negate(Dim a) => Subtract(0, a);

    /// <summary>Whether a = b; a symbol equals itself and no negative number.</summary>
    public static Dim Equal(Dim a, Dim b) =>
        AreSame(a, b) ? 1
        : (a.Symbol is not null && b.Size < 0) || (b.Symbol is not null && a.Size < 0) ? 0
        : Numbers(a, b, (x, y) => x == y ? 1 : 0);

    /// <summary>Whether a is less than b.</summary>
    public static Dim Less(Dim a, Dim b) =>
        AreSame(a, b) || (a.Symbol is not null && b.Size <= 0) ? 0
        : b.Symbol is not null && a.Size < 0 ? 1
        : Numbers(a, b, (x, y) => x < y ? 1 : 0);

    /// <summary>Whether a is no flag that is set.</summary>
    public static Dim Not(Dim a) => a.Size is long x ? x == 0 ? 1 : 0 : Dim.Unknown;

    /// <summary>Whether both flags are set.</summary>
    public static Dim And(Dim a, Dim b) =>
        a.Size == 0 || b.Size == 0 ? 0 : Numbers(a, b, (_, _) => 1);

    /// <summary>Whether a flag is set.</summary>
    public static Dim Or(Dim a, Dim b) => Not(And(Not(a), Not(b)));

    /// <summary>Whether exactly one flag is set.</summary>
    public static Dim Xor(Dim a, Dim b) => Numbers(a, b, (x, y) => (x == 0) != (y == 0) ? 1 : 0);

    /// <summary>The numbers that a type holds without loss.</summary>
    public static (long Least, long Most)? Range(ElementType? element) => element switch
    {
        ElementType.Int64 => (long.MinValue, long.MaxValue),
        ElementType.Int32 => (int.MinValue, int.MaxValue),
        ElementType.Int16 => (short.MinValue, short.MaxValue),
        ElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ElementType.UInt64 => (0, long.MaxValue),
        ElementType.UInt32 => (0, uint.MaxValue),
        ElementType.UInt16 => (0, ushort.MaxValue),
        ElementType.UInt8 => (0, byte.MaxValue),
        ElementType.Bool => (0, 1),
        ElementType.Double => (-(1L << 53), 1L << 53),
        ElementType.Float => (-(1L << 24), 1L << 24),
        ElementType.Float16 => (-(1L << 11), 1L << 11),
        ElementType.BFloat16 => (-(1L << 8), 1L << 8),
        _ => null,
    };

    private static bool AreSame(Dim a, Dim b) => a.Symbol is not null && a.Symbol == b.Symbol && a.Size is null && b.Size is null;

    private static Dim Numbers(Dim a, Dim b, Func<long, long, long> compute) =>
        a.Size is long x && b.Size is long y ? Shapes.Checked(() => compute(x, y)) : Dim.Unknown;
}
