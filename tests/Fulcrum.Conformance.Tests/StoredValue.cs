using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Problems;

namespace Fulcrum.Conformance.Tests;

/// <summary>A stored input or output: a tensor, or a sequence of values.</summary>
internal sealed record StoredValue(Tensor? Tensor, IReadOnlyList<StoredValue>? Items)
{
    /// <summary>Reads TensorProto, SequenceProto or OptionalProto, by what the model declares.</summary>
    public static StoredValue Read(string path, OnnxType? declared)
    {
        byte[] bytes = File.ReadAllBytes(path);
        return Read(bytes, declared is OptionalType optional ? optional.Item : declared, declared is OptionalType, path);
    }

    private static StoredValue Read(byte[] bytes, OnnxType? type, bool isOptional, string path)
    {
        if (isOptional)
            return Field(bytes, type is SequenceType ? 5 : 3).FirstOrDefault() is { } value ? Read(value, type, false, path) : new StoredValue(null, null);
        return type is SequenceType
            ? new StoredValue(null, [.. Field(bytes, 3).Select(item => new StoredValue(TensorFile.Parse(item, path), null))])
            : new StoredValue(TensorFile.Parse(bytes, path), null);
    }

    /// <summary>The length-delimited fields of one number in a protobuf message.</summary>
    private static IEnumerable<byte[]> Field(byte[] bytes, int wanted)
    {
        int position = 0;
        while (position < bytes.Length)
        {
            ulong tag = Varint(bytes, ref position);
            if ((tag & 7) == 0)
            {
                Varint(bytes, ref position);
                continue;
            }

            if ((tag & 7) != 2)
                throw new InputException("stored-value", $"@{position}", "Only varints and bytes are expected here.");
            int length = (int)Varint(bytes, ref position);
            if ((int)(tag >> 3) == wanted)
                yield return bytes[position..(position + length)];
            position += length;
        }
    }

    private static ulong Varint(byte[] bytes, ref int position)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
