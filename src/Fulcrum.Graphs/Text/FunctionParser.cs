namespace Fulcrum.Graphs.Text;

/// <summary>Reads model-local functions.</summary>
internal static class FunctionParser
{
    public static Function Read(TokenReader reader)
    {
        var function = new Function { Name = "" };
        if (reader.Current.Is("<"))
            reader.List("<", ">", () => function = ReadEntry(reader, function));
        function = function with { Name = reader.Name("the name of a function") };
        if (reader.Current.Is("<"))
            reader.List("<", ">", () => function = ReadAttribute(reader, function));
        List<ValueInfo> inputs = ReadFormals(reader);
        reader.Expect("=>");
        List<ValueInfo> outputs = ReadFormals(reader);
        List<ValueInfo> inner = reader.Current.Is("<") ? reader.List("<", ">", () => TypeParser.ReadValue(reader)) : [];
        return function with
        {
            Inputs = [.. inputs.Select(i => i.Name)],
            Outputs = [.. outputs.Select(o => o.Name)],
            Values = [.. inputs.Concat(outputs).Where(v => v.Type is not null), .. inner],
            Nodes = NodeParser.ReadAll(reader),
        };
    }

    private static List<ValueInfo> ReadFormals(TokenReader reader) => reader.List("(", ")", () => TypeParser.ReadValue(reader));

    private static Function ReadEntry(TokenReader reader, Function function)
    {
        Token key = reader.Current;
        string word = reader.Identifier("a word of the function's header");
        reader.Expect(":");
        return word switch
        {
            ModelWords.Opsets => function with { Opsets = reader.Opsets() },
            ModelWords.Domain => function with { Domain = reader.String("a domain") },
            ModelWords.Overload => function with { Overload = reader.String("an overload") },
            ModelWords.DocString => function with { DocString = reader.String("a text") },
            _ => throw key.Refuse($"A function has no '{word}'.", $"The words are {ModelWords.Opsets}, {ModelWords.Domain}, {ModelWords.Overload} and {ModelWords.DocString}."),
        };
    }

    private static Function ReadAttribute(TokenReader reader, Function function)
    {
        string name = reader.Name("the name of an attribute");
        return reader.Current.Is(":") || reader.Current.Is("=")
            ? function with { DefaultAttributes = [.. function.DefaultAttributes, AttributeParser.ReadAfterName(reader, name)] }
            : function with { Attributes = [.. function.Attributes, name] };
    }
}
