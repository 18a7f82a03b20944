using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>The value of a small tensor of whole numbers as far as it is known before the model runs: shapes, axes and indices on their way to Reshape, Slice, Expand. They may be held in reals.</summary>
/// <param name="Shape">Its dimensions; empty for a scalar.</param>
/// <param name="Values">Its elements, row-major: a number, a symbol, or unknown.</param>
public sealed record SymbolicTensor(IReadOnlyList<int> Shape, IReadOnlyList<Dim> Values)
{
    /// <summary>Larger tensors are not followed.</summary>
    public const int MaximumElements = 1024;

    /// <summary>Shapes of more dimensions are not followed.</summary>
    internal const int MaximumRank = 64;

    private const int MaximumReals = 64;

    /// <summary>A list.</summary>
    public static SymbolicTensor Of(IReadOnlyList<Dim> values) => new([values.Count], values);

    /// <summary>A scalar.</summary>
    public static SymbolicTensor Scalar(Dim value) => new([], [value]);

    /// <summary>The value of a constant, when it is a small tensor of integers, booleans or reals; null otherwise. Reals that are no whole numbers are unknown.</summary>
    public static SymbolicTensor? From(Tensor tensor)
    {
        if (tensor.Data is null || Sizes([.. tensor.Shape.Select(size => (Dim)size)]) is not { } shape)
            return null;
        int count = Count(shape);
        Dim[]? values = tensor.Element switch
        {
            ElementType.Int64 => [.. tensor.Values<long>().ToArray().Select(v => (Dim)v)],
            ElementType.Int32 => [.. tensor.Values<int>().ToArray().Select(v => (Dim)v)],
            ElementType.UInt8 => [.. tensor.Bytes.ToArray().Select(v => (Dim)v)],
            ElementType.Bool => [.. tensor.Bytes.ToArray().Select(v => (Dim)(v == 0 ? 0 : 1))],
            ElementType.Float when count <= MaximumReals => [.. tensor.Values<float>().ToArray().Select(v => Whole(v))],
            ElementType.Double when count <= MaximumReals => [.. tensor.Values<double>().ToArray().Select(Whole)],
            _ => null,
        };
        return values?.Length == count ? new SymbolicTensor(shape, values) : null;
    }

    /// <summary>The elements as numbers, or null when one of them is not known.</summary>
    public long[]? Numbers => Values.All(v => v.Size is not null) ? [.. Values.Select(v => v.Size!.Value)] : null;

    /// <summary>Its shape, as dimensions.</summary>
    internal IReadOnlyList<Dim> Dims => [.. Shape.Select(size => (Dim)size)];

    /// <summary>Another shape over the same elements.</summary>
    public SymbolicTensor Reshaped(params int[] shape) => this with { Shape = shape };

    /// <summary>One element after the other.</summary>
    internal SymbolicTensor Map(Func<Dim, Dim> rule) => this with { Values = [.. Values.Select(rule)] };

    /// <summary>The element at an index; null outside.</summary>
    internal Dim? At(IReadOnlyList<int> index)
    {
        if (index.Count != Shape.Count || index.Where((at, axis) => at < 0 || at >= Shape[axis]).Any())
            return null;
        int position = Position(index, Shape);
        return position < Values.Count ? Values[position] : null;
    }

    /// <summary>The element that broadcasting puts at an index; null outside.</summary>
    internal Dim? AtBroadcast(IReadOnlyList<int> index)
    {
        int missing = index.Count - Shape.Count;
        return missing < 0 ? null : At([.. index.Skip(missing).Select((at, axis) => Shape[axis] == 1 ? 0 : at)]);
    }

    /// <summary>Element by element with broadcasting; null when the shapes do not fit or the result is too large to follow.</summary>
    internal static SymbolicTensor? Broadcast(SymbolicTensor? a, SymbolicTensor? b, Func<Dim, Dim, Dim> rule) => a is null || b is null
        ? null
        : Build(Sizes(Shapes.Broadcast(a.Dims, b.Dims)), index => a.AtBroadcast(index) is Dim x && b.AtBroadcast(index) is Dim y ? rule(x, y) : null);

    /// <summary>Folds the elements along some axes, starting from the value of an empty reduction.</summary>
    /// <param name="reduced">For each axis, whether it is folded.</param>
    /// <param name="keep">Whether a folded axis stays, with size 1.</param>
    /// <param name="empty">What a reduction of no elements gives; the fold starts with the first element when this is unknown.</param>
    /// <param name="rule">What two elements make.</param>
    internal SymbolicTensor? Reduce(IReadOnlyList<bool> reduced, bool keep, Dim empty, Func<Dim, Dim, Dim> rule)
    {
        int[] ones = [.. Shape.Select((size, axis) => reduced[axis] ? 1 : size)];
        if (Sizes([.. ones.Select(size => (Dim)size)]) is null)
            return null;
        var results = new Dim?[Count(ones)];
        foreach (int[] index in Indices(Shape))
        {
            ref Dim? result = ref results[Position([.. index.Select((at, axis) => reduced[axis] ? 0 : at)], ones)];
            result = result is Dim known ? rule(known, At(index) ?? Dim.Unknown) : At(index);
        }

        return new SymbolicTensor(keep ? ones : [.. ones.Where((_, axis) => !reduced[axis])], [.. results.Select(r => r ?? empty)]);
    }

    /// <summary>The value as tensors of an element type hold it: numbers that do not fit become unknown; null when the type holds no numbers.</summary>
    internal SymbolicTensor? In(ElementType? element) =>
        SymbolicArithmetic.Range(element) is var (least, most) ? Map(d => d.Size < least || d.Size > most ? Dim.Unknown : d) : null;

    /// <summary>A value built element by element; null when it is too large or one element has no source.</summary>
    /// <param name="shape">Its shape; null gives null.</param>
    /// <param name="element">The element at an index; null when there is none.</param>
    internal static SymbolicTensor? Build(int[]? shape, Func<int[], Dim?> element)
    {
        if (shape is null || Sizes([.. shape.Select(size => (Dim)size)]) is null)
            return null;
        var values = new List<Dim>();
        foreach (int[] index in Indices(shape))
        {
            if (element(index) is not Dim value)
                return null;
            values.Add(value);
        }

        return new SymbolicTensor(shape, values);
    }

    /// <summary>A shape as numbers; null when a dimension is not known or the elements are too many to follow.</summary>
    internal static int[]? Sizes(IReadOnlyList<Dim>? shape)
    {
        if (shape is not { Count: <= MaximumRank } || shape.Any(d => d.Size is not >= 0) || Shapes.Multiply(shape).Size is not <= MaximumElements)
            return null;
        return shape.All(d => d.Size <= int.MaxValue) ? [.. shape.Select(d => (int)d.Size!.Value)] : null;
    }

    /// <summary>The number of elements of a shape that <see cref="Sizes"/> gave.</summary>
    internal static int Count(IReadOnlyList<int> shape) => shape.Contains(0) ? 0 : shape.Aggregate(1, (product, size) => product * size);

    /// <summary>All indices into a shape, row-major.</summary>
    internal static IEnumerable<int[]> Indices(IReadOnlyList<int> shape)
    {
        int[] index = new int[shape.Count];
        for (int left = Count(shape); left > 0; left--)
        {
            yield return [.. index];
            for (int axis = shape.Count - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
                index[axis] = 0;
        }
    }

    private static int Position(IReadOnlyList<int> index, IReadOnlyList<int> shape) => index.Zip(shape).Aggregate(0, (position, at) => (position * at.Second) + at.First);

    /// <summary>Sizes are computed in reals at times: these hold whole numbers up to 2^24 exactly in single precision.</summary>
    private static Dim Whole(double value) => value == Math.Truncate(value) && Math.Abs(value) <= 1 << 24 ? (long)value : Dim.Unknown;
}
