using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Shapes of matrix products.</summary>
internal static class MatrixShapes
{
    /// <summary>NumPy's matmul; null when it cannot be known.</summary>
    public static IReadOnlyList<Dim>? Product(IReadOnlyList<Dim>? a, IReadOnlyList<Dim>? b)
    {
        if (a is not { Count: > 0 } || b is not { Count: > 0 })
            return null;
        IReadOnlyList<Dim> outer = Shapes.Broadcast([.. a.SkipLast(2)], [.. b.SkipLast(2)])!;
        return [.. outer, .. a.Count > 1 ? [a[^2]] : Array.Empty<Dim>(), .. b.Count > 1 ? [b[^1]] : Array.Empty<Dim>()];
    }

    /// <summary>Multiply-accumulates of NumPy's matmul; null when a rank is unknown.</summary>
    public static long? Macs(IReadOnlyList<Dim>? a, IReadOnlyList<Dim>? b) =>
        Product(a, b) is { } output ? checked(Shapes.Product(output) * (Depth(a!, b!) ?? 1)) : null;

    /// <summary>The shape with its last two dimensions swapped; a vector stays.</summary>
    public static IReadOnlyList<Dim>? Transposed(IReadOnlyList<Dim>? shape, bool transposed = true) =>
        transposed && shape is { Count: > 1 } ? [.. shape.SkipLast(2), shape[^1], shape[^2]] : shape;

    private static long? Depth(IReadOnlyList<Dim> a, IReadOnlyList<Dim> b) => a[^1].Size ?? b[b.Count > 1 ? ^2 : ^1].Size;
}
