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
