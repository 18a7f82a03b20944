using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>The value of a small integer tensor as far as it is known before the model runs: shapes, axes and indices on their way to Reshape, Slice, Expand.</summary>
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

    /// <summary>The value of a constant, when it is a small tensor of integers or booleans; null otherwise.</summary>
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
            _ => null,
        };
        return values is null ? null : new SymbolicTensor([.. tensor.Shape.Select(d => (int)d)], values);
    }

    /// <summary>The elements as numbers, or null when one of them is not known.</summary>
    public long[]? Numbers => Values.All(v => v.Size is not null) ? [.. Values.Select(v => v.Size!.Value)] : null;

    /// <summary>Another shape over the same elements.</summary>
    public SymbolicTensor Reshaped(params int[] shape) => this with { Shape = shape };
}
