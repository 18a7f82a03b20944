using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>The same elements in another shape: 0 copies a dimension, one -1 takes what is left.</summary>
internal sealed class ReshapeOp : RenamingOp
{
    public override string OpType => "Reshape";

    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 1, 5, 13, 14, 19, 21);

    protected override IReadOnlyList<Dim>? OutputShape(OpNode node)
    {
        if (Target(node) is not { } target)
            return node.Shape(1) is [{ Size: long rank and >= 0 and < 64 }] ? Shapes.Unknown((int)rank) : null;
        IReadOnlyList<Dim>? input = node.Shape(0);
        var shape = target.ToArray();
        bool copiesZero = node.Node.Int("allowzero", 0) == 0;
        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i].Size == 0 && copiesZero)
                shape[i] = input is not null && i < input.Count ? input[i] : Dim.Unknown;
        }

        int rest = Array.FindIndex(shape, d => d.Size == -1);
        if (rest >= 0)
            shape[rest] = input is null ? Dim.Unknown : Rest(input, [.. shape.Where((_, i) => i != rest)]);
        return [.. shape.Select(Shapes.AsSize)];
    }

    private static IReadOnlyList<Dim>? Target(OpNode node) =>
        node.Node.Integers("shape") is { } old ? [.. old.Select(v => (Dim)v)] : node.Known(1) is { Shape.Count: 1 } known ? known.Values : null;

    /// <summary>What is left for -1: equal symbols cancel, the numbers are divided; unknown when symbols remain.</summary>
    private static Dim Rest(IReadOnlyList<Dim> input, List<Dim> taken)
    {
        List<Dim> left = [];
        foreach (Dim dim in input)
        {
            if (dim.Size is not null || dim.Symbol is null || !taken.Remove(dim))
                left.Add(dim);
        }

        if (taken.Any(d => d.Size is null))
            return Dim.Unknown;
        (long numerator, long divisor) = (Shapes.Product(left.Where(d => d.Size is not null)), Shapes.Product(taken));
        Dim[] open = [.. left.Where(d => d.Size is null)];
        if (divisor == 0 || numerator % divisor != 0)
            return Dim.Unknown;
        return Shapes.Multiply(open.Append(numerator / divisor));
    }
}
