using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>Two opinions on one type.</summary>
internal static class TypeMerge
{
    /// <summary>What both together say; where they contradict each other, the inferred one.</summary>
    public static OnnxType? Merge(OnnxType? inferred, OnnxType? declared, out string? conflict)
    {
        conflict = null;
        if (inferred is null || declared is null or TensorType { Element: ElementType.Undefined })
            return inferred ?? declared;
        if (inferred is not TensorType a || declared is not TensorType b)
            return inferred;
        if (a.Element != b.Element)
        {
            conflict = $"It is declared {b}, its op makes {a}.";
            return a;
        }

        if (a.Shape is null || b.Shape is null)
            return a with { Shape = a.Shape ?? b.Shape };
        if (a.Shape.Count != b.Shape.Count || a.Shape.Zip(b.Shape).Any(p => p.First.Size is long x && p.Second.Size is long y && x != y))
        {
            conflict = $"It is declared {b}, its op makes {a}.";
            return a;
        }

        return a with { Shape = [.. a.Shape.Zip(b.Shape, Merge)] };
    }

    private static Dim Merge(Dim inferred, Dim declared) =>
        inferred.Size is not null ? inferred : declared.Size is not null ? declared : inferred.Symbol is not null ? inferred : declared;
}
