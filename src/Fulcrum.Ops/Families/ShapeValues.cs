using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Small integer tensors read, written and turned into shapes.</summary>
internal static class ShapeValues
{
    private const int MaximumRank = 64;

    /// <summary>An input that lists dimensions, axes or counts: its elements, unknown ones where only their number is known; null when not even that.</summary>
    public static IReadOnlyList<Dim>? List(OpNode node, int input) =>
        node.Known(input)?.Values ?? (node.Shape(input) is [{ Size: long count and >= 0 and <= MaximumRank }] ? Shapes.Unknown((int)count) : null);

    /// <summary>An input that holds a shape; negative dimensions are unknown.</summary>
    public static IReadOnlyList<Dim>? Dims(OpNode node, int input) =>
        List(node, input) is { Count: <= MaximumRank } list ? [.. list.Select(AsSize)] : null;

    /// <summary>A number as a dimension: unknown when it is negative.</summary>
    public static Dim AsSize(Dim number) => number.Size < 0 ? Dim.Unknown : number;

    /// <summary>An input that holds one integer; unknown when it does not, or is not known.</summary>
    public static Dim Scalar(OpNode node, int input) => node.Known(input) is { Values: [Dim value] } ? value : Dim.Unknown;

    /// <summary>The shape of a value, as dimensions.</summary>
    public static IReadOnlyList<Dim> ShapeOf(SymbolicTensor value) => [.. value.Shape.Select(size => (Dim)size)];

    /// <summary>A shape as numbers; null when a dimension is not known or the elements are too many to follow.</summary>
    public static int[]? Sizes(IReadOnlyList<Dim>? shape)
    {
        if (shape is null || shape.Any(d => d.Size is not (>= 0 and <= SymbolicTensor.MaximumElements)))
            return null;
        int[] sizes = [.. shape.Select(d => (int)d.Size!.Value)];
        return Count(sizes) is null ? null : sizes;
    }

    /// <summary>The value of an input, unknown elements where only its shape is known; null when too large or unknown.</summary>
    public static SymbolicTensor? OrUnknown(OpNode node, int input) =>
        node.Known(input) ?? (Sizes(node.Shape(input)) is int[] sizes ? new SymbolicTensor(sizes, new Dim[Count(sizes)!.Value]) : null);

    /// <summary>A value built element by element; null when it is too large or one element has no source.</summary>
    /// <param name="shape">Its shape; null gives null.</param>
    /// <param name="element">The element at an index; null when there is none.</param>
    public static SymbolicTensor? Build(int[]? shape, Func<int[], Dim?> element)
    {
        if (shape is null || Count(shape) is not int count)
            return null;
        var values = new Dim[count];
        int[] index = new int[shape.Length];
        for (int i = 0; i < count; i++)
        {
            if (element(index) is not Dim value)
                return null;
            values[i] = value;
            for (int axis = shape.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
                index[axis] = 0;
        }

        return new SymbolicTensor(shape, values);
    }

    /// <summary>The element at an index; null outside.</summary>
    public static Dim? At(SymbolicTensor value, IReadOnlyList<int> index)
    {
        if (index.Count != value.Shape.Count)
            return null;
        long position = 0;
        for (int axis = 0; axis < index.Count; axis++)
        {
            if (index[axis] < 0 || index[axis] >= value.Shape[axis])
                return null;
            position = (position * value.Shape[axis]) + index[axis];
        }

        return position < value.Values.Count ? value.Values[(int)position] : null;
    }

    /// <summary>The element that broadcasting puts at an index; null outside.</summary>
    public static Dim? AtBroadcast(SymbolicTensor value, int[] index)
    {
        int missing = index.Length - value.Shape.Count;
        return missing < 0 ? null : At(value, [.. index.Skip(missing).Select((at, axis) => value.Shape[axis] == 1 ? 0 : at)]);
    }

    private static int? Count(IReadOnlyList<int> shape)
    {
        long count = 1;
        foreach (int size in shape)
        {
            count *= size;
            if (count is < 0 or > SymbolicTensor.MaximumElements)
                return null;
        }

        return shape.Count > MaximumRank ? null : (int)count;
    }
}
