using System.Buffers.Binary;
using System.Text;

namespace Fulcrum.Onnx.Wire;

/// <summary>Reads the fields of one protobuf message in order. Slices are views: nothing is copied.</summary>
internal ref struct ProtoReader(ProtoSlice slice)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<byte> _span = slice.Bytes.Span;
    private int _fieldStart;
    private int _position;
    private List<ReadOnlyMemory<byte>>? _unknown;

    public int Field { get; private set; }

    public WireType Wire { get; private set; }

    /// <summary>Moves to the next field; false at the end.</summary>
    public bool Next()
    {
        if (_position == _span.Length)
            return false;
        _fieldStart = _position;
        ulong tag = Varint();
        Wire = (WireType)(tag & 7);
        if (tag >> 3 is 0 or > 0x1FFFFFFF)
            throw slice.Error("onnx-malformed", _fieldStart, $"Field number {tag >> 3} is not allowed.");
        Field = (int)(tag >> 3);
        return true;
    }

    public long Int64()
    {
        Expect(WireType.Varint);
        return unchecked((long)Varint());
    }

    public int Int32() => unchecked((int)Int64());

    public float Float()
    {
        Expect(WireType.Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Fixed(4));
    }

    public ReadOnlyMemory<byte> Bytes()
    {
        (int start, int length) = Delimited();
        return slice.Bytes.Slice(start, length);
    }

    public string String()
    {
        (int start, int length) = Delimited();
        try
        {
            return StrictUtf8.GetString(_span.Slice(start, length));
        }
        catch (DecoderFallbackException)
        {
            throw slice.Error("onnx-malformed", start, "A name or text is not valid UTF-8.");
        }
    }

    public ProtoSlice Message()
    {
        (int start, int length) = Delimited();
        return slice.Nested(start, length);
    }

    /// <summary>Reads one value, or a packed run of them, of a repeated varint field.</summary>
    public void Varints(List<long> into)
    {
        if (Wire == WireType.Varint)
        {
            into.Add(unchecked((long)Varint()));
            return;
        }

        (int start, int length) = Delimited();
        int end = start + length;
        for (_position = start; _position < end;)
            into.Add(unchecked((long)Varint()));
        if (_position != end)
            throw slice.Error("onnx-malformed", start, "A packed list does not end where it says.");
    }

    /// <summary>Reads one value, or a packed run of them, of a repeated fixed-width field, as raw bytes.</summary>
    public ReadOnlySpan<byte> FixedRun(int width)
    {
        if (Wire == (width == 4 ? WireType.Fixed32 : WireType.Fixed64))
            return Fixed(width);
        (int start, int length) = Delimited();
        return length % width == 0
            ? _span.Slice(start, length)
            : throw slice.Error("onnx-malformed", start, $"A packed list of {width}-byte values has {length} bytes.");
    }

    /// <summary>Passes over the current field and keeps it as it stands.</summary>
    public void KeepUnknown()
    {
        switch (Wire)
        {
            case WireType.Varint: Varint(); break;
            case WireType.Fixed32: Fixed(4); break;
            case WireType.Fixed64: Fixed(8); break;
            case WireType.Delimited: Delimited(); break;
            default: throw slice.Error("onnx-malformed", _fieldStart, $"Wire type {(int)Wire} is not allowed.");
        }

        (_unknown ??= []).Add(slice.Bytes[_fieldStart.._position]);
    }

    /// <summary>Every field kept by <see cref="KeepUnknown"/>, in order.</summary>
    public readonly ReadOnlyMemory<byte> Unknown => _unknown switch
    {
        null => default,
        [var single] => single,
        _ => _unknown.SelectMany(m => m.ToArray()).ToArray(),
    };

    private (int Start, int Length) Delimited()
    {
        Expect(WireType.Delimited);
        ulong length = Varint();
        if (length > (ulong)(_span.Length - _position))
            throw slice.Error("onnx-truncated", _fieldStart, $"Field {Field} claims {length} bytes, {_span.Length - _position} are left.");
        int start = _position;
        _position += (int)length;
        return (start, (int)length);
    }

    private ReadOnlySpan<byte> Fixed(int width)
    {
        if (_span.Length - _position < width)
            throw slice.Error("onnx-truncated", _fieldStart, $"Field {Field} needs {width} bytes, {_span.Length - _position} are left.");
        _position += width;
        return _span.Slice(_position - width, width);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (_position == _span.Length)
                throw slice.Error("onnx-truncated", _fieldStart, "The file ends inside a number.");
            byte next = _span[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw slice.Error("onnx-malformed", _fieldStart, "A number is longer than 10 bytes.");
    }

    private readonly void Expect(WireType wanted)
    {
        if (Wire != wanted)
            throw slice.Error("onnx-malformed", _fieldStart, $"Field {Field} has wire type {Wire}, expected {wanted}.");
    }
}
