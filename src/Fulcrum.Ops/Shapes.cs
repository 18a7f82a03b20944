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

    /// <summary>Broadcasting of any number of shapes.</summary>
    public static IReadOnlyList<Dim>? Broadcast(IEnumerable<IReadOnlyList<Dim>?> shapes) => shapes.Aggregate((IReadOnlyList<Dim>?)[], Broadcast);

    /// <summary>As many unknown dimensions as the rank.</summary>
    public static Dim[] Unknown(int rank) => new Dim[rank];

    /// <summary>A number as a dimension: unknown when it is negative.</summary>
    public static Dim AsSize(Dim number) => number.Size < 0 ? Dim.Unknown : number;

    /// <summary>A dimension's factor in a per-sample count: its size, or 1 when it is a symbol or unknown.</summary>
    public static long Factor(Dim dim) => dim.Size ?? 1;

    /// <summary>The product of all dimensions, those without a size counting 1.</summary>
    /// <exception cref="OverflowException">It does not fit in 64 bits.</exception>
    public static long Product(IEnumerable<Dim> shape) => shape.Aggregate(1L, (product, dim) => checked(product * Factor(dim)));

    /// <summary>The product as a dimension: a number when all are known, one symbol times ones stays that symbol, else unknown.</summary>
    public static Dim Multiply(IEnumerable<Dim> shape)
    {
        Dim product = 1;
        foreach (Dim dim in shape)
            product = Multiply(product, dim);
        return product;
    }

    /// <summary>a * b where both are known, or one is 1 or 0.</summary>
    public static Dim Multiply(Dim a, Dim b) => (a.Size, b.Size) switch
    {
        (0, _) or (_, 0) => 0,
        (1, _) => b,
        (_, 1) => a,
        (long x, long y) => Checked(() => x * y),
        _ => Dim.Unknown,
    };

    /// <summary>a + b where both are known, or one is 0.</summary>
    public static Dim Add(Dim a, Dim b) => (a.Size, b.Size) switch
    {
        (0, _) => b,
        (_, 0) => a,
        (long x, long y) => Checked(() => x + y),
        _ => Dim.Unknown,
    };

    /// <summary>A computed size, or unknown when it does not fit in 64 bits.</summary>
    public static Dim Checked(Func<long> size)
    {
        try
        {
            return size();
        }
        catch (OverflowException)
        {
            return Dim.Unknown;
        }
    }

    /// <summary>Bytes of tensors in all, symbols counting 1; null when one of them is not known or the sum does not fit in 64 bits.</summary>
    public static long? Bytes(IEnumerable<OnnxType?> types)
    {
        long sum = 0;
        foreach (OnnxType? type in types)
        {
            if (type is not TensorType { Shape: not null } tensor || tensor.Element.BitWidth() == 0 || Checked(() => sum + tensor.Element.ByteCount(Product(tensor.Shape))).Size is not long next)
                return null;
            sum = next;
        }

        return sum;
    }

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
