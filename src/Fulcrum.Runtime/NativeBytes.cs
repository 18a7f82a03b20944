using System.Buffers;
using Microsoft.ML.OnnxRuntime;

namespace Fulcrum.Runtime;

/// <summary>A runtime's tensor seen as memory, without a copy; good for as long as the value lives.</summary>
internal sealed unsafe class NativeBytes(OrtValue value) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => value.GetTensorMutableRawData();

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        fixed (byte* first = GetSpan())
            return new MemoryHandle(first + elementIndex);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
