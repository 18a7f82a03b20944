using System.Buffers;
using System.Buffers.Binary;
using Fulcrum.Graphs;
using Fulcrum.Onnx.Wire;

namespace Fulcrum.Onnx.Format;

/// <summary>The typed data fields of a tensor, turned into raw little-endian bytes.</summary>
internal sealed class TypedData
{
    private readonly List<long> _integers = [];
    private readonly ArrayBufferWriter<byte> _fixed = new();

    public bool IsEmpty => _integers.Count == 0 && _fixed.WrittenCount == 0;

    public void Read(ref ProtoReader reader)
    {
        switch (reader.Field)
        {
            case 4: _fixed.Write(reader.FixedRun(4)); break;
            case 10: _fixed.Write(reader.FixedRun(8)); break;
            default: reader.Varints(_integers); break;
        }
    }

    /// <summary>ONNX keeps small types one to a number: the low bytes are the element (or the packed byte of sub-byte types).</summary>
    public ReadOnlyMemory<byte> ToBytes(ElementType element)
    {
        if (_integers.Count == 0)
            return _fixed.WrittenMemory;
        int width = Math.Max(1, element.BitWidth() / 8);
        byte[] bytes = new byte[_integers.Count * width];
        Span<byte> whole = stackalloc byte[16];
        for (int i = 0; i < _integers.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(whole, _integers[i]);
            whole[..width].CopyTo(bytes.AsSpan(i * width));
        }

        return bytes;
    }
}
