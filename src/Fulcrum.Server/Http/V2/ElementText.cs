using System.Buffers.Text;

namespace Fulcrum.Server.Http.V2;

/// <summary>Reads one value of a tensor from JSON.</summary>
internal interface IElementText<T> where T : unmanaged
{
    /// <summary>What the value has to be, for messages.</summary>
    static abstract string Expected { get; }

    /// <summary>Reads the value at the beginning of a text; the number of bytes it has is 0 when there is none.</summary>
    static abstract int Read(ReadOnlySpan<byte> text, out T value);
}

/// <summary>Whole numbers, by the parser of their type.</summary>
internal readonly struct Whole<T> : IElementText<T> where T : unmanaged, IUtf8SpanParsable<T>
{
    public static string Expected => "a whole number that fits its type";

    public static int Read(ReadOnlySpan<byte> text, out T value)
    {
        int length = NumberText.Length(text);
        return length > 0 && text[..length].IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 && T.TryParse(text[..length], System.Globalization.CultureInfo.InvariantCulture, out value) ? length : Nothing(out value);
    }

    private static int Nothing(out T value)
    {
        value = default;
        return 0;
    }
}

/// <summary>Single-precision numbers, NaN and infinities included.</summary>
internal readonly struct Single32 : IElementText<float>
{
    public static string Expected => "a number that fits FP32";

    public static int Read(ReadOnlySpan<byte> text, out float value)
    {
        int length = NumberText.Length(text);
        if (length == 0)
        {
            length = NumberText.Special(text, out double special);
            value = (float)special;
            return length;
        }

        return Utf8Parser.TryParse(text[..length], out value, out int used) && used == length && float.IsFinite(value) ? length : 0;
    }
}

/// <summary>Double-precision numbers, NaN and infinities included.</summary>
internal readonly struct Double64 : IElementText<double>
{
    public static string Expected => "a number that fits FP64";

    public static int Read(ReadOnlySpan<byte> text, out double value)
    {
        int length = NumberText.Length(text);
        if (length == 0)
            return NumberText.Special(text, out value);
        return Utf8Parser.TryParse(text[..length], out value, out int used) && used == length && double.IsFinite(value) ? length : 0;
    }
}

/// <summary>Truth values, also as 0 and 1.</summary>
internal readonly struct Truth : IElementText<byte>
{
    public static string Expected => "true or false";

    public static int Read(ReadOnlySpan<byte> text, out byte value)
    {
        value = text.StartsWith("true"u8) || text.StartsWith("1"u8) ? (byte)1 : (byte)0;
        return text.StartsWith("true"u8) ? 4 : text.StartsWith("false"u8) ? 5 : text.StartsWith("0"u8) || text.StartsWith("1"u8) ? 1 : 0;
    }
}
