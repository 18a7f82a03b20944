namespace Fulcrum.Server.Http.V2;

/// <summary>Numbers as JSON writes them, and the words that stand for what is none.</summary>
internal static class NumberText
{
    /// <summary>The length of the number at the beginning of a text; 0 when it does not begin with one in JSON's grammar.</summary>
    public static int Length(ReadOnlySpan<byte> text)
    {
        int at = text.StartsWith("-"u8) ? 1 : 0, digits = Digits(text, at);
        if (digits == 0 || (digits > 1 && text[at] == (byte)'0'))
            return 0;
        at += digits;
        if (at < text.Length && text[at] == (byte)'.')
        {
            int fraction = Digits(text, at + 1);
            if (fraction == 0)
                return 0;
            at += fraction + 1;
        }

        if (at < text.Length && (text[at] | 0x20) == 'e')
        {
            int sign = at + 1 < text.Length && text[at + 1] is (byte)'+' or (byte)'-' ? 1 : 0;
            int exponent = Digits(text, at + 1 + sign);
            if (exponent == 0)
                return 0;
            at += exponent + 1 + sign;
        }

        return at;
    }

    /// <summary>The length of NaN, Inf or Infinity, with a sign or without, and its value; 0 when it is none of them.</summary>
    public static int Special(ReadOnlySpan<byte> text, out double value)
    {
        int sign = text.StartsWith("-"u8) ? 1 : 0;
        ReadOnlySpan<byte> word = text[sign..];
        value = word.StartsWith("NaN"u8) ? double.NaN : sign > 0 ? double.NegativeInfinity : double.PositiveInfinity;
        int length = word.StartsWith("NaN"u8) ? 3 : word.StartsWith("Infinity"u8) ? 8 : word.StartsWith("Inf"u8) ? 3 : 0;
        return length == 0 ? 0 : length + sign;
    }

    private static int Digits(ReadOnlySpan<byte> text, int from)
    {
        int at = from;
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9')
            at++;
        return Math.Max(0, at - from);
    }
}
