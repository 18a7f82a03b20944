using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>The value of a small tensor of whole numbers as far as it is known before the model runs: shapes, axes and indices on their way to Reshape, Slice, Expand. They may be held in reals.</summary>
/// <param name="Shape">Its dimensions; empty for a scalar.</param>
/// <param name="Values">Its elements, row-major: a number, a symbol, or unknown.</param>
public sealed record SymbolicTensor(IReadOnlyList<int> Shape, IReadOnlyList<Dim> Values)
{
    /// <summary>Larger tensors are not followed.</summary>
    public const int MaximumElements = 1024;

    /// <summary>A list.</summary>
    public static SymbolicTensor Of(IReadOnlyList<Dim> values) => new([values.Count], values);

    /// <summary>A scalar.</summary>
    public static SymbolicTensor Scalar(Dim value) => new([], [value]);

    private const int MaximumReals = 64;

    /// <summary>The value of a constant, when it is a small tensor of integers, booleans or reals; null otherwise. Reals that are no whole numbers are unknown.</summary>
    public static SymbolicTensor? From(Tensor tensor)
    {
        if (tensor.Data is null || tensor.ElementCount > MaximumElements)
            return null;
        IReadOnlyList<Dim>? values = tensor.Element switch
        {
            ElementType.Int64 => [.. tensor.Values<long>().ToArray().Select(v => (Dim)v)],
            ElementType.Int32 => [.. tensor.Values<int>().ToArray().Select(v => (Dim)v)],
            ElementType.UInt8 => [.. tensor.Bytes.ToArray().Select(v => (Dim)v)],
            ElementType.Bool => [.. tensor.Bytes.ToArray().Select(v => (Dim)(v == 0 ? 0 : 1))],
            ElementType.Float when tensor.ElementCount <= MaximumReals => [.. tensor.Values<float>().ToArray().Select(v => Whole(v))],
            ElementType.Double when tensor.ElementCount <= MaximumReals => [.. tensor.Values<double>().ToArray().Select(Whole)],
            _ => null,
        };
        return values is null ? null : new SymbolicTensor([.. tensor.Shape.Select(d => (int)d)], values);
    }

    /// <summary>The elements as numbers, or null when one of them is not known.</summary>
    public long[]? Numbers => Values.All(v => v.Size is not null) ? [.. Values.Select(v => v.Size!.Value)] : null;

    /// <summary>Another shape over the same elements.</summary>
    public SymbolicTensor Reshaped(params int[] shape) => this with { Shape = shape };

    /// <summary>Sizes are computed in reals at times: these hold whole numbers up to 2^24 exactly in single precision.</summary>
    private static Dim Whole(double value) => value == Math.Truncate(value) && Math.Abs(value) <= 1 << 24 ? (long)value : Dim.Unknown;
}
