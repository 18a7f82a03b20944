using System.Runtime.InteropServices;

namespace Fulcrum.Graphs;

/// <summary>A constant tensor: shape, element type and packed little-endian bytes (or strings).</summary>
public sealed record Tensor
{
    private readonly TensorData? _data;

    /// <summary>The name; empty for attribute values.</summary>
    public string Name { get; init; } = "";

    /// <summary>The element type.</summary>
    public required ElementType Element { get; init; }

    /// <summary>The dimensions, outermost first; empty for a scalar.</summary>
    public required IReadOnlyList<long> Shape { get; init; }

    /// <summary>Packed little-endian elements in row-major order; empty for strings; null when they are in another file that was not opened.</summary>
    public TensorData? Data
    {
        get => _data ?? (External is null ? TensorData.Empty : null);
        init => _data = value;
    }

    /// <summary>The packed elements in memory: <see cref="Data"/>, loaded.</summary>
    /// <exception cref="InvalidOperationException">The data is in another file that was not opened.</exception>
    public ReadOnlyMemory<byte> Bytes
    {
        get => (Data ?? throw new InvalidOperationException($"The data of tensor {Name} is in another file that was not opened.")).Load();
        init => Data = TensorData.Of(value);
    }

    /// <summary>The elements of a string tensor, as bytes.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Strings { get; init; }

    /// <summary>Where the model file says the bytes are (<c>location</c>, <c>offset</c>, <c>length</c>, ...); null when they are in it.</summary>
    public IReadOnlyList<MetadataEntry>? External { get; init; }

    /// <summary>Free text from the file.</summary>
    public string? DocString { get; init; }

    /// <summary>Key-value pairs from the file, in file order.</summary>
    public IReadOnlyList<MetadataEntry> Metadata { get; init; } = [];

    /// <summary>Fields that this version does not know, kept as they were.</summary>
    public ReadOnlyMemory<byte> UnknownFields { get; init; }

    /// <summary>The number of elements.</summary>
    public long ElementCount
    {
        get
        {
            long count = 1;
            foreach (long size in Shape)
                count = checked(count * size);
            return count;
        }
    }

    /// <summary>A tensor that copies its elements from <paramref name="values"/>.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the shape.</exception>
    public static Tensor From<T>(string name, IReadOnlyList<long> shape, ReadOnlySpan<T> values) where T : unmanaged
    {
        var tensor = new Tensor
        {
            Name = name,
            Element = ElementTypes.Of<T>(),
            Shape = shape,
            Bytes = MemoryMarshal.AsBytes(values).ToArray(),
        };
        return tensor.ElementCount == values.Length
            ? tensor
            : throw new ArgumentException($"{values.Length} values for shape [{string.Join(",", shape)}] of {name}.");
    }

    /// <summary>A scalar.</summary>
    public static Tensor Scalar<T>(string name, T value) where T : unmanaged => From<T>(name, [], [value]);

    /// <summary>The elements, viewed without copying.</summary>
    /// <exception cref="InvalidOperationException">The tensor has another element type, or its data was not opened.</exception>
    public ReadOnlySpan<T> Values<T>() where T : unmanaged => Element == ElementTypes.Of<T>()
        ? MemoryMarshal.Cast<byte, T>(Bytes.Span)
        : throw new InvalidOperationException($"Tensor {Name} is {Element}, not {typeof(T).Name}.");
}
