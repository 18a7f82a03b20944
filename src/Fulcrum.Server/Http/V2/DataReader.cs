using System.Runtime.InteropServices;
using System.Text.Json;
using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Server.Http.V2;

/// <summary>Reads JSON tensor data, nested or flat, straight into the tensor's memory: row by row, whatever the nesting.</summary>
internal static class DataReader
{
    /// <summary>Fills a tensor.</summary>
    /// <param name="name">The input's name, for messages.</param>
    /// <param name="element">Its type; no text.</param>
    /// <param name="json">The array.</param>
    /// <param name="into">All of its elements.</param>
    /// <exception cref="InputException"><c>request-invalid</c>.</exception>
    public static void Fill(string name, ElementType element, ReadOnlySpan<byte> json, Span<byte> into)
    {
        switch (element)
        {
            case ElementType.Float:
                Fill<float, Single32>(name, json, into);
                break;
            case ElementType.Double:
                Fill<double, Double64>(name, json, into);
                break;
            case ElementType.Bool:
                Fill<byte, Truth>(name, json, into);
                break;
            case ElementType.Int8:
                Fill<sbyte, Whole<sbyte>>(name, json, into);
                break;
            case ElementType.Int16:
                Fill<short, Whole<short>>(name, json, into);
                break;
            case ElementType.Int32:
                Fill<int, Whole<int>>(name, json, into);
                break;
            case ElementType.Int64:
                Fill<long, Whole<long>>(name, json, into);
                break;
            case ElementType.UInt8:
                Fill<byte, Whole<byte>>(name, json, into);
                break;
            case ElementType.UInt16:
                Fill<ushort, Whole<ushort>>(name, json, into);
                break;
            case ElementType.UInt32:
                Fill<uint, Whole<uint>>(name, json, into);
                break;
            case ElementType.UInt64:
                Fill<ulong, Whole<ulong>>(name, json, into);
                break;
            default:
                throw Refuse(name, "Values of this type travel as binary data only.");
        }
    }

    /// <summary>The texts of an array.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Texts(string name, long count, ReadOnlySpan<byte> json)
    {
        var texts = new List<ReadOnlyMemory<byte>>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DataScanner.Deepest });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                byte[] text = new byte[reader.ValueSpan.Length];
                texts.Add(text.AsMemory(0, JsonText.Copy(ref reader, text)));
            }
            else if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.EndArray))
                throw Refuse(name, $"Value {texts.Count} is no text.");
        }

        return texts.Count == count ? texts : throw Count(name, texts.Count, count);
    }

    private static void Fill<T, TText>(string name, ReadOnlySpan<byte> json, Span<byte> bytes)
        where T : unmanaged
        where TText : IElementText<T>
    {
        Span<T> into = MemoryMarshal.Cast<byte, T>(bytes);
        int count = 0, depth = 0, at = 0;
        bool wantsValue = true, opened = false;
        while (at < json.Length)
        {
            byte c = json[at];
            if (c is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                at++;
                continue;
            }

            bool isValue = c is not ((byte)'[' or (byte)']' or (byte)',');
            if (c == (byte)']' ? depth == 0 || (wantsValue && !opened) : c == (byte)',' ? wantsValue || depth == 0 : !wantsValue)
                throw Refuse(name, $"The data are no array of values after value {count}.");
            if (isValue)
            {
                int length = TText.Read(json[at..], out T value);
                if (length == 0)
                    throw Refuse(name, $"Value {count} is not {TText.Expected}.");
                if (count < into.Length)
                    into[count] = value;
                count++;
                at += length;
            }
            else
            {
                depth += c == (byte)'[' ? 1 : c == (byte)']' ? -1 : 0;
                at++;
            }

            (wantsValue, opened) = (c is (byte)'[' or (byte)',', c == (byte)'[');
        }

        if (count != into.Length)
            throw Count(name, count, into.Length);
    }

    private static InputException Count(string name, long count, long expected) => Refuse(name, $"The data have {count} values, the shape has {expected}.");

    private static InputException Refuse(string name, string message) => new("request-invalid", $"input '{name}'", message);
}
