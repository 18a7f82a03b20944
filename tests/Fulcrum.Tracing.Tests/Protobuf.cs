using System.Buffers.Binary;
using System.Text;

namespace Fulcrum.Tracing.Tests;

/// <summary>A protobuf message, field by field, as the wire has it.</summary>
internal sealed class Protobuf
{
    private readonly List<(int Number, byte[] Bytes, ulong Value)> _fields = [];

    public Protobuf(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            ulong key = Varint(ref bytes), value = 0;
            byte[] content = [];
            switch (key & 7)
            {
                case 0: value = Varint(ref bytes); break;
                case 1:
                    value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
                    bytes = bytes[8..];
                    break;
                case 2:
                    int length = (int)Varint(ref bytes);
                    content = bytes[..length].ToArray();
                    bytes = bytes[length..];
                    break;
                case 5:
                    value = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
                    bytes = bytes[4..];
                    break;
                default: throw new FormatException($"wire type {key & 7}");
            }

            _fields.Add(((int)(key >> 3), content, value));
        }
    }

    public IEnumerable<Protobuf> Messages(int number) => _fields.Where(f => f.Number == number).Select(f => new Protobuf(f.Bytes));

    public bool Has(int number) => _fields.Any(f => f.Number == number);

    public byte[] Bytes(int number) => _fields.FirstOrDefault(f => f.Number == number).Bytes ?? [];

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number));

    public ulong Value(int number) => _fields.FirstOrDefault(f => f.Number == number).Value;

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte one = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(one & 0x7f) << shift;
            if (one < 0x80)
                return value;
        }
    }
}
