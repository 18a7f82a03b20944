using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Fulcrum.Isolation.Wire;

/// <summary>Writes a message: its length and kind, then values, little-endian. Used again for the next.</summary>
internal sealed class FrameWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);
    private FrameKind _kind;

    /// <summary>Begins a message.</summary>
    public FrameWriter Begin(FrameKind kind)
    {
        _kind = kind;
        _bytes.ResetWrittenCount();
        return Int(0).Int((int)kind);
    }

    public FrameWriter Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
        return this;
    }

    public FrameWriter Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
        return this;
    }

    public FrameWriter Text(string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        Int(length);
        _bytes.Advance(Encoding.UTF8.GetBytes(value, _bytes.GetSpan(length)));
        return this;
    }

    /// <summary>The message, until the next begins.</summary>
    /// <exception cref="InvalidDataException">It is longer than the other side takes.</exception>
    public ReadOnlySpan<byte> End()
    {
        int length = _bytes.WrittenCount - FrameChannel.HeaderBytes;
        if (length > FrameChannel.MostBytes)
            throw new InvalidDataException($"A message of kind {_kind} has {length} bytes; {FrameChannel.MostBytes} are allowed: names or shapes are too many.");
        // What was written is this object's own memory.
        Span<byte> header = System.Runtime.InteropServices.MemoryMarshal.AsMemory(_bytes.WrittenMemory).Span;
        BinaryPrimitives.WriteInt32LittleEndian(header, length);
        return _bytes.WrittenSpan;
    }
}
