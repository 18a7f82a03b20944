using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>Shape arithmetic that several ops share.</summary>
internal static class Shapes
{
    /// <summary>NumPy-style broadcasting of two shapes; null when it cannot be known.</summary>
    public static IReadOnlyList<Dim>? Broadcast(IReadOnlyList<Dim>? a, IReadOnlyList<Dim>? b)
    {
        if (a is null || b is null)
            return null;
        var result = new Dim[Math.Max(a.Count, b.Count)];
        for (int i = 1; i <= result.Length; i++)
            result[^i] = Broadcast(i <= a.Count ? a[^i] : 1, i <= b.Count ? b[^i] : 1);
        return result;
    }

    /// <summary>A dimension's factor in a per-sample count: its size, or 1 when it is a symbol.</summary>
    public static long Factor(Dim dim) => dim.Size ?? 1;

    /// <summary>The product of all dimensions, symbols counting 1.</summary>
    public static long Product(IEnumerable<Dim> shape) => shape.Aggregate(1L, (product, dim) => checked(product * Factor(dim)));

    private static Dim Broadcast(Dim a, Dim b)
    {
        if (a.Size == 1)
            return b;
        if (b.Size == 1)
            return a;
        if (a.Size is not null && b.Size is not null && a.Size != b.Size)
            return Dim.Unknown;
        return a.Size is not null ? a : b.Size is not null ? b : a.Symbol is not null && a.Symbol == b.Symbol ? a : Dim.Unknown;
    }
}
