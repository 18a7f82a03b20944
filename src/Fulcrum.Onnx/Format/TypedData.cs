using System.Buffers.Binary;
using Fulcrum.Graphs;
using Fulcrum.Onnx.Wire;

namespace Fulcrum.Onnx.Format;

/// <summary>The typed data fields of a tensor, turned into raw little-endian bytes. A single packed run of floats is such bytes already and stays in its file.</summary>
internal struct TypedData
{
    private ArrayBuilder<long> _integers;
    private ArrayBuilder<TensorData> _fixed;

    public readonly bool IsEmpty => _integers.Count == 0 && _fixed.Count == 0;

    public void Read(ref ProtoReader reader)
    {
        switch (reader.Field)
        {
            case 4: _fixed.Add(reader.FixedRun(4)); break;
            case 10: _fixed.Add(reader.FixedRun(8)); break;
            default: reader.Varints(ref _integers); break;
        }
    }

    /// <summary>ONNX keeps small types one to a number: the low bytes are the element (or the packed byte of sub-byte types).</summary>
    public readonly TensorData ToData(ElementType element)
    {
        if (_integers.Count == 0)
            return Joined(_fixed.ToArray());
        int width = Math.Max(1, element.BitWidth() / 8);
        long[] integers = _integers.ToArray();
        byte[] bytes = new byte[checked(integers.Length * width)];
        Span<byte> whole = stackalloc byte[16];
        for (int i = 0; i < integers.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(whole, integers[i]);
            whole[..width].CopyTo(bytes.AsSpan(i * width));
        }

        return TensorData.Of(bytes);
    }

    /// <summary>A number that the element type cannot hold; null when there is none. Readers would cut it, each in its own way.</summary>
    public readonly long? Outside(ElementType element)
    {
        if (_integers.Count == 0 || Range(element) is not (long least, long most))
            return null;
        foreach (long value in _integers.ToArray())
        {
            if (value < least || value > most)
                return value;
        }

        return null;
    }

    /// <summary>What the numbers of the typed field may be: sub-byte types stand in packed bytes, reals as their bits.</summary>
    private static (long, long)? Range(ElementType element) => element switch
    {
        ElementType.Bool => (0, 1),
        ElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ElementType.Int16 => (short.MinValue, short.MaxValue),
        ElementType.Int32 => (int.MinValue, int.MaxValue),
        ElementType.UInt32 => (0, uint.MaxValue),
        _ => element.BitWidth() switch
        {
            > 0 and <= 8 => (element is ElementType.Int4 or ElementType.Int2 ? sbyte.MinValue : 0, byte.MaxValue),
            16 => (0, ushort.MaxValue),
            _ => null,
        },
    };

    private static TensorData Joined(TensorData[] runs)
    {
        if (runs.Length <= 1)
            return runs.Length == 0 ? TensorData.Empty : runs[0];
        byte[] bytes = new byte[checked((int)runs.Sum(r => r.Length))];
        int done = 0;
        foreach (TensorData run in runs)
        {
            run.Load().CopyTo(bytes.AsMemory(done));
            done += (int)run.Length;
        }

        return TensorData.Of(bytes);
    }
}
