using System.Buffers;

namespace Fulcrum.Isolation.Native;

/// <summary>A part of shared memory for those who want a <see cref="Memory{T}"/>; good for as long as it is mapped.</summary>
internal sealed unsafe class NativeMemory(SharedMemory memory, long offset, int length) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => new((byte*)memory.Address + offset, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)memory.Address + offset + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
