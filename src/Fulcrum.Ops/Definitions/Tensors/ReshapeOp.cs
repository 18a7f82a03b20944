using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>The same elements in another shape: 0 copies a dimension, one -1 takes what is left.</summary>
internal sealed class ReshapeOp : RenamingOp
{
    public override string OpType => "Reshape";

    public override OpSchema Schema { get; } = new((1, 2), (1, 1), 1, 5, 13, 14, 19, 21);

    /// <summary>As any change of shape, when the target can be written out again.</summary>
    public override void Couple(CouplingScope scope)
    {
        if (Written(scope.Typed) is not { } target || scope.OutputShape(0)?.Count != target.Length)
            return;
        scope.Reshaped();
        scope.WhenShrunk(cut => Rewritten(cut, target));
    }

    /// <summary>The target as numbers; what is not known is copied from the input or taken as what is left. Null when that is not enough.</summary>
    private static long[]? Written(OpNode node)
    {
        if (Target(node) is not { } target)
            return null;
        bool copiesZero = node.Node.Int("allowzero", 0) == 0;
        IReadOnlyList<Dim>? input = node.Shape(0);
        long[] written = [.. target.Select((d, i) => d.Size ?? (copiesZero && d.Symbol is not null && i < input?.Count && input[i].Symbol == d.Symbol ? 0 : -1))];
        return written.Count(size => size == -1) <= 1 ? written : null;
    }

    private static Node Rewritten(ShrinkScope cut, long[] target)
    {
        long[] sizes = [.. target];
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            var output = new PortAxis(cut.Node.Outputs[0], axis, ~0);
            if (sizes[axis] != -1 && (cut.IsShrunk(output) || (sizes[axis] == 0 && cut.IsShrunk(new PortAxis(cut.Node.Inputs[0], axis, 0)))))
                sizes[axis] = cut.Size(output);
        }

        return sizes.SequenceEqual(target) ? cut.Node : cut.With(cut.Node, 1, "shape", sizes);
    }

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
