
namespace Fulcrum.Hostile.Tests.Mutations;


/// <summary>One field of a message, taken apart.</summary>
internal sealed class WireField
{
    public required int Number { get; set; }

    public required int Wire { get; init; }

    public ulong Value { get; set; }

    public byte[] Bytes { get; set; } = [];

    /// <summary>The fields of a message; null when the content is not taken apart.</summary>
    public List<WireField>? Fields { get; set; }

    /// <summary>A length that is not that of the content.</summary>
    public long? ClaimedLength { get; set; }

    public WireField Copy() => new() { Number = Number, Wire = Wire, Value = Value, Bytes = Bytes, Fields = Fields?.ConvertAll(f => f.Copy()), ClaimedLength = ClaimedLength };
}

/// <summary>Messages as trees: whatever parses as a message is taken for one, as long as it does not look like text.</summary>
internal static class WireTree
{
    private const int LongestTakenApart = 1 << 16;

    public static List<WireField>? Parse(ReadOnlySpan<byte> bytes)
    {
        List<WireField> fields = [];
        while (!bytes.IsEmpty)
        {
            if (!TryVarint(ref bytes, out ulong tag) || tag >> 3 is 0 or > 1000 || Read(ref bytes, tag) is not { } field)
                return null;
            fields.Add(field);
        }

        return fields;
    }

    public static byte[] Write(IEnumerable<WireField> fields)
    {
        var stream = new MemoryStream();
        foreach (WireField field in fields)
        {
            stream.Write(Made.Wire.Number(((ulong)field.Number << 3) | (uint)field.Wire));
            switch (field.Wire)
            {
                case 0: stream.Write(Made.Wire.Number(field.Value)); break;
                case 1 or 5: stream.Write(field.Bytes); break;
                default:
                    byte[] content = field.Fields is null ? field.Bytes : Write(field.Fields);
                    stream.Write(Made.Wire.Number(unchecked((ulong)(field.ClaimedLength ?? content.Length))));
                    stream.Write(content);
                    break;
            }
        }

        return stream.ToArray();
    }

    /// <summary>All fields of a tree with the list that each stands in.</summary>
    public static IEnumerable<(List<WireField> Around, int Position)> All(List<WireField> fields)
    {
        for (int i = 0; i < fields.Count; i++)
        {
            yield return (fields, i);
            if (fields[i].Fields is { } inner)
            {
                foreach (var below in All(inner))
                    yield return below;
            }
        }
    }

    private static WireField? Read(ref ReadOnlySpan<byte> bytes, ulong tag)
    {
        (int number, int wire) = ((int)(tag >> 3), (int)(tag & 7));
        if (wire == 0)
            return TryVarint(ref bytes, out ulong value) ? new WireField { Number = number, Wire = 0, Value = value } : null;
        ulong length = wire == 1 ? 8UL : 4UL;
        if (wire is not (1 or 2 or 5) || (wire == 2 && !TryVarint(ref bytes, out length)) || length > (ulong)bytes.Length)
            return null;
        byte[] content = bytes[..(int)length].ToArray();
        bytes = bytes[(int)length..];
        bool isMessage = wire == 2 && content.Length is > 0 and <= LongestTakenApart && !LooksLikeText(content);
        return new WireField { Number = number, Wire = wire, Bytes = content, Fields = isMessage ? Parse(content) : null };
    }

    private static bool LooksLikeText(byte[] content) => Array.TrueForAll(content, b => b is >= 0x20 and < 0x7F);

    private static bool TryVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (int i = 0; i < bytes.Length && i < 10; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
