using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>What elementwise ops and reductions make of small integer tensors.</summary>
internal static class SymbolicTensors
{
    /// <summary>One element after the other.</summary>
    public static SymbolicTensor Map(this SymbolicTensor value, Func<Dim, Dim> rule) => value with { Values = [.. value.Values.Select(rule)] };

    /// <summary>Element by element with broadcasting; null when the shapes do not fit or the result is too large to follow.</summary>
    public static SymbolicTensor? Broadcast(SymbolicTensor? a, SymbolicTensor? b, Func<Dim, Dim, Dim> rule)
    {
        if (a is null || b is null || OutputShape(a.Shape, b.Shape) is not { } shape)
            return null;
        if (Count(shape) is not int count)
            return null;
        return new SymbolicTensor(shape, [.. Enumerable.Range(0, count).Select(i => rule(a.Values[Source(i, shape, a.Shape)], b.Values[Source(i, shape, b.Shape)]))]);
    }

    /// <summary>Folds the elements along some axes, starting from the value of an empty reduction.</summary>
    /// <param name="value">The tensor.</param>
    /// <param name="reduced">For each axis, whether it is folded.</param>
    /// <param name="keep">Whether a folded axis stays, with size 1.</param>
    /// <param name="empty">What a reduction of no elements gives; the fold starts with the first element when this is unknown.</param>
    /// <param name="rule">What two elements make.</param>
    public static SymbolicTensor? Reduce(this SymbolicTensor value, IReadOnlyList<bool> reduced, bool keep, Dim empty, Func<Dim, Dim, Dim> rule)
    {
        if (reduced.Count != value.Shape.Count)
            return null;
        int[] ones = [.. value.Shape.Select((size, axis) => reduced[axis] ? 1 : size)];
        if (Count(ones) is not int count)
            return null;
        var results = new Dim?[count];
        for (int i = 0; i < value.Values.Count; i++)
        {
            ref Dim? result = ref results[Source(i, value.Shape, ones)];
            result = result is Dim known ? rule(known, value.Values[i]) : value.Values[i];
        }

        return new SymbolicTensor(keep ? ones : [.. ones.Where((_, axis) => !reduced[axis])], [.. results.Select(r => r ?? empty)]);
    }

    /// <summary>The value as tensors of an element type hold it: numbers that do not fit become unknown, and no type gives no value.</summary>
    public static SymbolicTensor? In(this SymbolicTensor? value, ElementType? element) =>
        value is null || element is null ? null : value.Map(d => d.Size is long number && !Holds(element.Value, number) ? Dim.Unknown : d);

    /// <summary>Whether values of that type are integers.</summary>
    public static bool IsInteger(this ElementType element) => element is ElementType.Int64 or ElementType.Int32 or ElementType.Int16 or ElementType.Int8
        or ElementType.UInt64 or ElementType.UInt32 or ElementType.UInt16 or ElementType.UInt8;

    private static bool Holds(ElementType element, long number) => element switch
    {
        ElementType.Int64 => true,
        ElementType.Int32 => number is >= int.MinValue and <= int.MaxValue,
        ElementType.Int16 => number is >= short.MinValue and <= short.MaxValue,
        ElementType.Int8 => number is >= sbyte.MinValue and <= sbyte.MaxValue,
        ElementType.UInt64 => number >= 0,
        ElementType.UInt32 => number is >= 0 and <= uint.MaxValue,
        ElementType.UInt16 => number is >= 0 and <= ushort.MaxValue,
        ElementType.UInt8 => number is >= 0 and <= byte.MaxValue,
        ElementType.Bool => number is 0 or 1,
        ElementType.Double => number is >= -(1L << 53) and <= 1L << 53,
        ElementType.Float => number is >= -(1L << 24) and <= 1L << 24,
        ElementType.Float16 => number is >= -(1L << 11) and <= 1L << 11,
        ElementType.BFloat16 => number is >= -(1L << 8) and <= 1L << 8,
        _ => false,
    };

    /// <summary>How many elements there are; null when they are too many to follow.</summary>
    private static int? Count(int[] shape) =>
        shape.Aggregate(1L, (product, size) => Math.Min(product * size, int.MaxValue)) is <= SymbolicTensor.MaximumElements and long count ? (int)count : null;

    private static int[]? OutputShape(IReadOnlyList<int> a, IReadOnlyList<int> b)
    {
        int[] shape = new int[Math.Max(a.Count, b.Count)];
        for (int i = 1; i <= shape.Length; i++)
        {
            (int x, int y) = (i <= a.Count ? a[^i] : 1, i <= b.Count ? b[^i] : 1);
            if (x != y && x != 1 && y != 1)
                return null;
            shape[^i] = x == 1 ? y : x;
        }

        return shape;
    }

    /// <summary>Where an element of the larger shape lies in the smaller one.</summary>
    private static int Source(int index, IReadOnlyList<int> larger, IReadOnlyList<int> smaller)
    {
        (int source, int stride) = (0, 1);
        for (int i = 1; i <= smaller.Count; i++)
        {
            int coordinate = index % larger[^i];
            index /= larger[^i];
            source += smaller[^i] == 1 ? 0 : coordinate * stride;
            stride *= smaller[^i];
        }

        return source;
    }
}
