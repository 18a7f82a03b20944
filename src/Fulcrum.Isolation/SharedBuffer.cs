using System.Runtime.InteropServices;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Isolation.Native;

namespace Fulcrum.Isolation;

/// <summary>A tensor in memory that this process and workers map.</summary>
internal sealed class SharedBuffer(ElementType element, long[] shape, long length) : ITensorBuffer
{
    /// <summary>The memory.</summary>
    public SharedMemory Memory { get; } = SharedMemory.Create(length);

    public ElementType Element => element;

    public IReadOnlyList<long> Shape => shape;

    public Span<byte> Bytes => Memory.Bytes(length);

    public Span<T> Span<T>() where T : unmanaged => ElementTypes.Of<T>() == Element
        ? MemoryMarshal.Cast<byte, T>(Bytes)
        : throw new InvalidOperationException($"The buffer holds {Element}, not {typeof(T).Name}.");

    public void Dispose() => Memory.Dispose();
}
