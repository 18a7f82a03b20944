using System.Text;
using System.Text.Json;

namespace Fulcrum.Server.Http.V2;

/// <summary>Texts out of JSON that may be none: broken UTF-8, halves of surrogates.</summary>
internal static class JsonText
{
    /// <summary>Copies the text that a reader stands on, unescaped; its length.</summary>
    /// <exception cref="JsonException">It is no text.</exception>
    public static int Copy(ref readonly Utf8JsonReader reader, Span<byte> into)
    {
        try
        {
            return reader.CopyString(into);
        }
        catch (InvalidOperationException broken)
        {
            throw new JsonException("A text is no UTF-8.", broken);
        }
    }

    /// <summary>The text as it stands in the JSON, for messages.</summary>
    public static string Show(ref readonly Utf8JsonReader reader) => Encoding.UTF8.GetString(reader.ValueSpan);
}
