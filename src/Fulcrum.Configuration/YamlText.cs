using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Fulcrum.Configuration;

/// <summary>YAML as nodes with lines: one document of maps, lists and plain values as JSON has them. Anchors, aliases and tags are refused, so what is written is what there is.</summary>
internal static partial class YamlText
{
    private const int Deepest = 64;

    /// <exception cref="ConfigSyntaxException">The text is no such YAML, nested deeper than 64, or has a name twice in one map.</exception>
    public static ConfigNode Parse(string text)
    {
        try
        {
            using var reader = new StringReader(text);
            var parser = new Parser(reader);
            Advance<StreamStart>(parser);
            if (parser.Current is StreamEnd)
                return new ConfigNode(ConfigKind.Nothing, 1);
            Advance<DocumentStart>(parser);
            ConfigNode root = Node(parser, 0);
            Advance<DocumentEnd>(parser);
            return parser.Current is StreamEnd ? root : throw new ConfigSyntaxException(LineOf(parser), "A second document begins here.", "Keep one document in a file.");
        }
        catch (YamlException failure)
        {
            int tab = Array.FindIndex(text.Split('\n'), l => l[..^l.TrimStart().Length].Contains('\t', StringComparison.Ordinal)) + 1;
            throw tab > 0
                ? new ConfigSyntaxException(tab, "The line is indented with a tab.", "Indent with spaces.", failure)
                : new ConfigSyntaxException((int)Math.Clamp(failure.Start.Line, 1, int.MaxValue), failure.Message, "Correct the YAML.", failure);
        }
    }

    private static void Advance<T>(Parser parser) where T : ParsingEvent
    {
        if (parser.Current is null)
            parser.MoveNext();
        if (parser.Current is not T)
            throw new ConfigSyntaxException(LineOf(parser), "The YAML cannot be understood here.", "Write maps, lists and values.");
        parser.MoveNext();
    }

    private static ConfigNode Node(Parser parser, int depth)
    {
        int line = LineOf(parser);
        if (depth >= Deepest)
            throw new ConfigSyntaxException(line, $"The YAML is nested deeper than {Deepest}.", "Nest less.");
        if (parser.Current is AnchorAlias || parser.Current is NodeEvent { Anchor.IsEmpty: false })
            throw new ConfigSyntaxException(line, "Anchors (&) and aliases (*) are not read.", "Write the values out.");
        if (parser.Current is NodeEvent { Tag.IsEmpty: false })
            throw new ConfigSyntaxException(line, "Tags (!) are not read.", "Leave it out; put quotes around what shall be text.");
        switch (parser.Current)
        {
            case Scalar scalar:
                parser.MoveNext();
                return Value(scalar, line);
            case SequenceStart:
                parser.MoveNext();
                var items = new List<ConfigNode>();
                while (parser.Current is not SequenceEnd)
                    items.Add(Node(parser, depth + 1));
                parser.MoveNext();
                return new ConfigNode(ConfigKind.List, line) { Items = items };
            case MappingStart:
                parser.MoveNext();
                return new ConfigNode(ConfigKind.Object, line) { Members = Members(parser, depth) };
            default:
                throw new ConfigSyntaxException(line, "The YAML cannot be understood here.", "Write maps, lists and values.");
        }
    }

    private static IReadOnlyList<KeyValuePair<string, ConfigNode>> Members(Parser parser, int depth)
    {
        var members = new MemberList();
        while (parser.Current is not MappingEnd)
        {
            int line = LineOf(parser);
            if (parser.Current is not Scalar)
                Refuse(parser, line);
            string name = Node(parser, depth + 1).Text;
            members.Add(name, line, Node(parser, depth + 1));
        }

        parser.MoveNext();
        return members.All;
    }

    /// <summary>What is no name: an alias or anchor is called so.</summary>
    private static void Refuse(Parser parser, int line)
    {
        if (parser.Current is not AnchorAlias)
            throw new ConfigSyntaxException(line, "A name must be text.", "Write NAME: value.");
    }

    private static ConfigNode Value(Scalar scalar, int line)
    {
        if (scalar.Style != ScalarStyle.Plain)
            return new ConfigNode(ConfigKind.Text, line, scalar.Value);
        ConfigKind kind = scalar.Value switch
        {
            "" or "~" or "null" => ConfigKind.Nothing,
            "true" or "false" => ConfigKind.Flag,
            string text when Number().IsMatch(text) => ConfigKind.Number,
            _ => ConfigKind.Text,
        };
        return new ConfigNode(kind, line, scalar.Value);
    }

    private static int LineOf(Parser parser) => (int)Math.Clamp(parser.Current?.Start.Line ?? 1, 1, int.MaxValue);

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Number();
}
