using System.Buffers.Binary;
using System.Text;
using Fulcrum.Graphs;
using Fulcrum.Onnx.Files;

namespace Fulcrum.Onnx.Wire;

/// <summary>Reads the fields of one protobuf message in order, through a window over the file. Large tensor data is passed over, not read.</summary>
internal ref struct ProtoReader(ProtoSlice slice)
{
    private const int SmallWindow = 4 << 10;
    private const int LargeWindow = 64 << 10;
    private const int CostPerText = 24;
    private const int CostPerBytes = 64;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private readonly long _end = slice.Start + slice.Length;
    private ReadOnlyMemory<byte> _window = slice.Window;
    private ReadOnlySpan<byte> _span = slice.Window.Span;
    private long _windowStart = slice.WindowStart;
    private long _position = slice.Start;
    private long _fieldStart = slice.Start;
    private List<ReadOnlyMemory<byte>>? _unknown;
    private long _keptStart;
    private long _keptEnd;

    public int Field { get; private set; }

    public WireType Wire { get; private set; }

    /// <summary>Moves to the next field; false at the end.</summary>
    public bool Next()
    {
        if (_position == _end)
            return false;
        _fieldStart = _position;
        ulong tag = Varint();
        Wire = (WireType)(tag & 7);
        if (tag >> 3 is 0 or > 0x1FFFFFFF)
            throw Malformed($"Field number {tag >> 3} is not allowed.");
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
        slice.Context.Charge(CostPerBytes);
        (long start, long length) = Delimited();
        return Memory(start, length);
    }

    /// <summary>The bytes of a tensor, left in the file when they are many.</summary>
    public TensorData Data()
    {
        (long start, long length) = Delimited();
        return length <= SmallWindow || slice.Context.Source is not FileSource source ? TensorData.Of(Memory(start, length)) : new FileData(source, start, length);
    }

    public string String()
    {
        slice.Context.Charge(CostPerText);
        (long start, long length) = Delimited();
        ReadOnlySpan<byte> bytes = Memory(start, length).Span;
        Span<char> buffer = bytes.Length <= 256 ? stackalloc char[256] : new char[bytes.Length];
        try
        {
            return slice.Context.Intern(buffer[..StrictUtf8.GetChars(bytes, buffer)]);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed("A name or text is not valid UTF-8.");
        }
    }

    public ProtoSlice Message()
    {
        (long start, long length) = Delimited();
        if (length <= LargeWindow && !IsResident(start, length))
            Fill(start, length);
        return slice.Nested(start, length, _window, _windowStart);
    }

    /// <summary>Reads one value, or a packed run of them, of a repeated varint field.</summary>
    public void Varints(ref ArrayBuilder<long> into)
    {
        if (Wire == WireType.Varint)
        {
            slice.Context.Charge(24);
            into.Add(unchecked((long)Varint()));
            return;
        }

        (long start, long length) = Delimited();
        long end = start + length;
        into.Reserve(CountVarints(start, end));
        for (_position = start; _position < end;)
            into.Add(unchecked((long)Varint()));
        if (_position != end)
            throw Malformed("A packed list does not end where it says.");
    }

    /// <summary>How many numbers a packed run holds; the memory for them, and for what becomes of them, is accounted for.</summary>
    private int CountVarints(long start, long end)
    {
        int count = 0;
        for (_position = start; _position < end;)
            count += Byte() < 0x80 ? 1 : 0;
        slice.Context.Charge(16L * count);
        return count;
    }

    /// <summary>Reads one value, or a packed run of them, of a repeated fixed-width field, as raw bytes.</summary>
    public TensorData FixedRun(int width)
    {
        if (Wire == (width == 4 ? WireType.Fixed32 : WireType.Fixed64))
        {
            Fixed(width);
            slice.Context.Charge(64);
            return TensorData.Of(Memory(_position - width, width));
        }

        TensorData run = Data();
        return run.Length % width == 0 ? run : throw Malformed($"A packed list of {width}-byte values has {run.Length} bytes.");
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
            default: throw Malformed($"Wire type {(int)Wire} is not allowed.");
        }

        Keep();
    }

    /// <summary>Keeps the current field, which was read, as it stands.</summary>
    public void Keep()
    {
        if (_unknown is not null && _keptEnd == _fieldStart && IsResident(_keptStart, _position - _keptStart))
        {
            _unknown[^1] = Memory(_keptStart, _position - _keptStart);
        }
        else
        {
            slice.Context.Charge(CostPerBytes);
            (_unknown ??= []).Add(Memory(_fieldStart, _position - _fieldStart));
            _keptStart = _fieldStart;
        }

        _keptEnd = _position;
    }

    /// <summary>Every field kept by <see cref="KeepUnknown"/>, in order.</summary>
    public readonly ReadOnlyMemory<byte> Unknown => _unknown switch
    {
        null => default,
        [var single] => single,
        _ => Joined(_unknown),
    };

    private static byte[] Joined(List<ReadOnlyMemory<byte>> parts)
    {
        byte[] whole = GC.AllocateUninitializedArray<byte>(parts.Sum(p => p.Length));
        int done = 0;
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            part.CopyTo(whole.AsMemory(done));
            done += part.Length;
        }

        return whole;
    }

    private (long Start, long Length) Delimited()
    {
        Expect(WireType.Delimited);
        ulong length = Varint();
        if (length > (ulong)(_end - _position))
            throw Truncated($"Field {Field} claims {length} bytes, {_end - _position} are left.");
        long start = _position;
        _position += (long)length;
        return (start, (long)length);
    }

    private ReadOnlySpan<byte> Fixed(int width)
    {
        if (_end - _position < width)
            throw Truncated($"Field {Field} needs {width} bytes, {_end - _position} are left.");
        _position += width;
        return Memory(_position - width, width).Span;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (_position == _end)
                throw Truncated("The file ends inside a number.");
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw Malformed("A number is longer than 10 bytes.");
    }

    private byte Byte()
    {
        if (!IsResident(_position, 1))
            Fill(_position, 1);
        return _span[(int)(_position++ - _windowStart)];
    }

    private readonly bool IsResident(long start, long length) => start >= _windowStart && start + length <= _windowStart + _span.Length;

    /// <summary>Part of the file in memory, wherever it came from.</summary>
    private ReadOnlyMemory<byte> Memory(long start, long length)
    {
        if (!IsResident(start, length))
            Fill(start, length);
        return _window.Slice((int)(start - _windowStart), (int)length);
    }

    /// <summary>Moves the window, back by a little where a field began before it; it grows while the file is read in order and shrinks after a jump over tensor data.</summary>
    private void Fill(long start, long least)
    {
        bool inOrder = _span.Length > 0 && start + LargeWindow > _windowStart && start <= _windowStart + _span.Length;
        long size = Math.Max(least, Math.Min(inOrder ? LargeWindow : SmallWindow, _end - start));
        if (size > LargeWindow)
            slice.Context.Charge(size);
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)size));
        slice.Context.Source!.Read(start, bytes);
        _window = bytes;
        _span = bytes;
        _windowStart = start;
    }

    private readonly void Expect(WireType wanted)
    {
        if (Wire != wanted)
            throw Malformed($"Field {Field} has wire type {Wire}, expected {wanted}.");
    }

    private readonly Problems.InputException Malformed(string message) => slice.Error("onnx-malformed", _fieldStart - slice.Start, message);

    private readonly Problems.InputException Truncated(string message) => slice.Error("onnx-truncated", _fieldStart - slice.Start, message);
}
