using System.Text;

namespace Fulcrum.Hostile.Tests.Made;

/// <summary>Protobuf fields as bytes, right or wrong: nothing is checked.</summary>
internal static class Wire
{
    public static byte[] Varint(int field, long value) => [.. Number(((ulong)field << 3) | 0), .. Number(unchecked((ulong)value))];

    public static byte[] Bytes(int field, params byte[][] content) => Claimed(field, content.Sum(c => (long)c.Length), Join(content));

    /// <summary>A field whose length says something else than its content.</summary>
    public static byte[] Claimed(int field, long length, byte[] content) => Join(Number(((ulong)field << 3) | 2), Number(unchecked((ulong)length)), content);

    public static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public static byte[] Packed(int field, params long[] values) => Bytes(field, Join([.. values.Select(v => Number(unchecked((ulong)v)))]));

    public static byte[] Join(params byte[][] parts)
    {
        byte[] whole = new byte[parts.Sum(p => p.Length)];
        int done = 0;
        foreach (byte[] part in parts)
        {
            part.CopyTo(whole, done);
            done += part.Length;
        }

        return whole;
    }

    public static byte[] Number(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)((value & 0x7F) | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
