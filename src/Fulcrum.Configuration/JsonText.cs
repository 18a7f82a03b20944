using System.Text;
using System.Text.Json;

namespace Fulcrum.Configuration;

/// <summary>JSON as nodes with lines.</summary>
internal sealed class JsonText
{
    private readonly byte[] _bytes;
    private int _at, _line = 1;

    private JsonText(byte[] bytes) => _bytes = bytes;

    /// <exception cref="ConfigSyntaxException">The text is no JSON, nested deeper than 64, or has a name twice in one object.</exception>
    public static ConfigNode Parse(string text)
    {
        var json = new JsonText(Encoding.UTF8.GetBytes(text));
        var reader = new Utf8JsonReader(json._bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            ConfigNode root = json.Node(ref reader);
            reader.Read();
            return root;
        }
        catch (JsonException failure)
        {
            throw new ConfigSyntaxException((int)Math.Min(int.MaxValue, (failure.LineNumber ?? 0) + 1), failure.Message, "Correct the JSON.", failure);
        }
    }

    private ConfigNode Node(ref Utf8JsonReader reader)
    {
        int line = LineAt(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                var items = new List<ConfigNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Node(ref reader));
                return new ConfigNode(ConfigKind.List, line) { Items = items };
            case JsonTokenType.StartObject:
                return Members(ref reader, line);
            case JsonTokenType.String:
                return new ConfigNode(ConfigKind.Text, line, Text(ref reader, line));
            case JsonTokenType.Number:
                return new ConfigNode(ConfigKind.Number, line, Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.True or JsonTokenType.False:
                return new ConfigNode(ConfigKind.Flag, line, reader.TokenType == JsonTokenType.True ? "true" : "false");
            default:
                return new ConfigNode(ConfigKind.Nothing, line);
        }
    }

    private ConfigNode Members(ref Utf8JsonReader reader, int line)
    {
        var members = new MemberList();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int at = LineAt(reader.TokenStartIndex);
            string name = Text(ref reader, at);
            reader.Read();
            members.Add(name, at, Node(ref reader));
        }

        return new ConfigNode(ConfigKind.Object, line) { Members = members.All };
    }

    private static string Text(ref Utf8JsonReader reader, int line)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException failure)
        {
            throw new ConfigSyntaxException(line, "The text holds half a character.", "Correct its \\u escapes.", failure);
        }
    }

    private int LineAt(long index)
    {
        for (; _at < index; _at++)
            _line += _bytes[_at] == '\n' ? 1 : 0;
        return _line;
    }
}
