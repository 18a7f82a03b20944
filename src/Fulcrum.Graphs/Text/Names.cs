using System.Text;

namespace Fulcrum.Graphs.Text;

/// <summary>Names and strings: which words need quotes, and quoting.</summary>
internal static class Names
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsStart(char c) => char.IsAsciiLetter(c) || c == '_';

    public static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    /// <summary>A name of a value, node, graph, function or dimension. Words that a type or a number could begin with are quoted too.</summary>
    public static string Print(string name) => TypeWords.IsReserved(name) || Literals.IsWord(name) ? Quote(name) : PrintWord(name);

    /// <summary>A name where neither types nor values can stand: an attribute, an op, an overload.</summary>
    public static string PrintWord(string name) => IsPlain(name) ? name : Quote(name);

    /// <summary>An op with its domain, which may be several plain words with dots between.</summary>
    public static string PrintQualified(string domain, string name)
    {
        if (domain.Length == 0)
            return PrintWord(name);
        return $"{(domain.Split('.').All(IsPlain) ? domain : Quote(domain))}.{PrintWord(name)}";
    }

    public static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>A byte string: as text when it is UTF-8, else in hexadecimal.</summary>
    public static string Quote(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Quote(StrictUtf8.GetString(bytes.Span));
        }
        catch (DecoderFallbackException)
        {
            return Hexadecimal(bytes);
        }
    }

    public static string Hexadecimal(ReadOnlyMemory<byte> bytes) => $"0x\"{Convert.ToHexStringLower(bytes.Span)}\"";

    private static bool IsPlain(string name) => name.Length > 0 && IsStart(name[0]) && name.All(IsPart);
}
