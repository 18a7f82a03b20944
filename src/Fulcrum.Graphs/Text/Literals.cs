using System.Globalization;

namespace Fulcrum.Graphs.Text;

/// <summary>Numbers. Floats print as the shortest digits that read back as the same bits; of a NaN only the sign is kept.</summary>
internal static class Literals
{
    private const string RealRemedy = "Write it like 1, -0.5, 1e-3, inf or nan.";

    /// <summary>Whether a word is a number: infinity and NaN.</summary>
    public static bool IsWord(string word) => word.TrimStart('-').ToLowerInvariant() is "inf" or "infinity" or "nan";

    public static string Print(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Print(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Print(float value) => Word(value) ?? value.ToString("R", CultureInfo.InvariantCulture);

    public static string Print(double value) => Word(value) ?? value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A float that nobody takes for an integer.</summary>
    public static string PrintReal(float value)
    {
        string text = Print(value);
        return text.All(c => char.IsAsciiDigit(c) || c == '-') ? text + ".0" : text;
    }

    public static long Int64(Token token)
    {
        Require(token, TokenKind.Integer, "an integer", "Write it like 1 or -1.");
        return long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw OutOfRange(token, "a 64-bit integer");
    }

    public static ulong UInt64(Token token)
    {
        Require(token, TokenKind.Integer, "an integer", "Write it like 1.");
        return ulong.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out ulong value) ? value : throw OutOfRange(token, "an unsigned 64-bit integer");
    }

    public static float Single(Token token)
    {
        if (IsWord(token.Text) && token.Kind is TokenKind.Float or TokenKind.Identifier)
            return IsNaN(token) ? BitConverter.UInt32BitsToSingle(IsNegative(token) ? 0xFFC00000u : 0x7FC00000u) : IsNegative(token) ? float.NegativeInfinity : float.PositiveInfinity;
        Require(token, TokenKind.Float, "a number", RealRemedy);
        float value = float.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return float.IsFinite(value) ? value : throw OutOfRange(token, "a 32-bit float");
    }

    public static double Double(Token token)
    {
        if (IsWord(token.Text) && token.Kind is TokenKind.Float or TokenKind.Identifier)
            return IsNaN(token) ? BitConverter.UInt64BitsToDouble(IsNegative(token) ? 0xFFF8000000000000u : 0x7FF8000000000000u) : IsNegative(token) ? double.NegativeInfinity : double.PositiveInfinity;
        Require(token, TokenKind.Float, "a number", RealRemedy);
        double value = double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? value : throw OutOfRange(token, "a 64-bit float");
    }

    private static bool IsNaN(Token token) => token.Text.EndsWith("nan", StringComparison.OrdinalIgnoreCase);

    private static bool IsNegative(Token token) => token.Text[0] == '-';

    private static void Require(Token token, TokenKind kind, string wanted, string remedy)
    {
        if (token.Kind != kind && (kind, token.Kind) != (TokenKind.Float, TokenKind.Integer))
            throw token.Unexpected(wanted, remedy);
    }

    private static Exception OutOfRange(Token token, string type) => token.Refuse($"{token.Text} does not fit in {type}.", "Write a smaller number.");

    private static string? Word(double value)
    {
        if (double.IsFinite(value))
            return null;
        return (double.IsNegative(value) ? "-" : "") + (double.IsNaN(value) ? "nan" : "inf");
    }
}
