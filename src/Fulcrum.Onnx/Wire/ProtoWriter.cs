using System.Buffers.Binary;
using System.Text;
using Fulcrum.Graphs;
using Fulcrum.Onnx.Files;

namespace Fulcrum.Onnx.Wire;

/// <summary>Writes one protobuf message as a list of chunks. Tensor bytes are referenced, not copied, until the stream takes them.</summary>
internal sealed class ProtoWriter(ExternalWriter? external = null)
{
    private const int ReferenceAbove = 256;
    private readonly List<TensorData> _chunks = [];
    private byte[] _buffer = new byte[64];
    private int _start;
    private int _used;

    public long Length { get; private set; }

    /// <summary>Where tensors go that do not stay in the model; null when all stay.</summary>
    public ExternalWriter? External => external;

    public void Int64(int field, long value)
    {
        Tag(field, WireType.Varint);
        Varint(unchecked((ulong)value));
    }

    public void Float(int field, float value)
    {
        Tag(field, WireType.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(Reserve(4), value);
    }

    public void PackedInt64(int field, IReadOnlyList<long> values)
    {
        if (values.Count == 0)
            return;
        var packed = new ProtoWriter();
        foreach (long value in values)
            packed.Varint(unchecked((ulong)value));
        Nest(field, packed);
    }

    public void PackedFloat(int field, IReadOnlyList<float> values)
    {
        if (values.Count == 0)
            return;
        var packed = new ProtoWriter();
        foreach (float value in values)
            BinaryPrimitives.WriteSingleLittleEndian(packed.Reserve(4), value);
        Nest(field, packed);
    }

    public void String(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes the text unless it is null or empty.</summary>
    public void OptionalString(int field, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            String(field, value);
    }

    public void Bytes(int field, ReadOnlyMemory<byte> value)
    {
        Tag(field, WireType.Delimited);
        Varint((ulong)value.Length);
        Raw(value);
    }

    /// <summary>Tensor bytes, wherever they are.</summary>
    public void Data(int field, TensorData value)
    {
        Tag(field, WireType.Delimited);
        Varint((ulong)value.Length);
        Chunk(value);
    }

    public void Message(int field, Action<ProtoWriter> write)
    {
        var nested = new ProtoWriter(external);
        write(nested);
        Nest(field, nested);
    }

    /// <summary>Appends bytes that are already encoded fields.</summary>
    public void Raw(ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Length <= ReferenceAbove)
            encoded.Span.CopyTo(Reserve(encoded.Length));
        else
            Chunk(TensorData.Of(encoded));
    }

    public void WriteTo(Stream stream)
    {
        Flush();
        foreach (TensorData chunk in _chunks)
            chunk.CopyTo(stream);
    }

    private void Nest(int field, ProtoWriter nested)
    {
        nested.Flush();
        Tag(field, WireType.Delimited);
        Varint((ulong)nested.Length);
        foreach (TensorData chunk in nested._chunks)
            Chunk(chunk);
    }

    private void Chunk(TensorData data)
    {
        if (data.Length <= ReferenceAbove)
        {
            data.Load().Span.CopyTo(Reserve((int)data.Length));
            return;
        }

        Flush();
        _chunks.Add(data);
        Length = checked(Length + data.Length);
    }

    private void Tag(int field, WireType wire) => Varint(((ulong)field << 3) | (ulong)wire);

    private void Varint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        int count = 0;
        for (; value >= 0x80; value >>= 7)
            bytes[count++] = (byte)((value & 0x7F) | 0x80);
        bytes[count++] = (byte)value;
        bytes[..count].CopyTo(Reserve(count));
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _used < count)
        {
            Flush();
            _buffer = new byte[Math.Max(count, Math.Min(_buffer.Length * 2, 1 << 16))];
            (_start, _used) = (0, 0);
        }

        _used += count;
        Length += count;
        return _buffer.AsSpan(_used - count, count);
    }

    private void Flush()
    {
        if (_used > _start)
            _chunks.Add(TensorData.Of(_buffer.AsMemory(_start, _used - _start)));
        _start = _used;
    }
}
