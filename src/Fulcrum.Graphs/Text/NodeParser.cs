namespace Fulcrum.Graphs.Text;

/// <summary>Reads nodes.</summary>
internal static class NodeParser
{
    /// <summary>Nodes in braces.</summary>
    public static List<Node> ReadAll(TokenReader reader)
    {
        reader.Expect("{");
        List<Node> nodes = [];
        while (!reader.Take("}"))
            nodes.Add(Read(reader));
        return nodes;
    }

    private static Node Read(TokenReader reader)
    {
        string name = "";
        if (reader.Take("["))
        {
            name = reader.AtName ? reader.Next().Text : "";
            reader.Expect("]");
        }

        List<string> outputs = ReadNames(reader);
        reader.Expect("=", "A node is written outputs = Op(inputs).");
        (string domain, string op) = ReadQualified(reader);
        string? overload = reader.Take(":") ? reader.Name("the overload of a function") : null;
        List<NodeAttribute> attributes = ReadAttributes(reader);
        reader.Expect("(", "A node is written outputs = Op(inputs).");
        List<string> inputs = ReadNames(reader);
        reader.Expect(")");
        if (attributes.Count == 0)
            attributes = ReadAttributes(reader);
        return new Node(op, inputs, outputs, [.. attributes]) { Name = name, Domain = domain, Overload = overload };
    }

    private static List<NodeAttribute> ReadAttributes(TokenReader reader) => reader.Current.Is("<") ? reader.List("<", ">", () => AttributeParser.Read(reader)) : [];

    private static (string Domain, string Name) ReadQualified(TokenReader reader)
    {
        List<string> words = [];
        do
            words.Add(reader.Name("an op"));
        while (reader.Take("."));
        return (string.Join('.', words.SkipLast(1)), words[^1]);
    }

    // ONNX's rule: nothing before a comma is the empty name, nothing after the last comma is no name.
    private static List<string> ReadNames(TokenReader reader)
    {
        List<string> names = [];
        while (reader.AtName || reader.Current.Is(","))
        {
            names.Add(reader.AtName ? reader.Next().Text : "");
            if (!reader.Take(","))
                break;
        }

        return names;
    }
}
