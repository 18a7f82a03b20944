namespace Fulcrum.Graphs.Text;

/// <summary>Reads whole models.</summary>
internal static class ModelParser
{
    public static Model Read(TokenReader reader)
    {
        var model = new Model { Graph = new Graph() };
        if (reader.Current.Is("<"))
            reader.List("<", ">", () => model = ReadEntry(reader, model));
        model = model with { Graph = GraphParser.Read(reader) };
        List<Function> functions = [];
        while (reader.Current.Kind != TokenKind.End)
            functions.Add(FunctionParser.Read(reader));
        return model with { Functions = functions };
    }

    private static Model ReadEntry(TokenReader reader, Model model)
    {
        Token key = reader.Current;
        string word = reader.Identifier("a word of the model's header");
        reader.Expect(":");
        return word switch
        {
            ModelWords.IrVersion => model with { IrVersion = Literals.Int64(reader.Next()) },
            ModelWords.Opsets => model with { Opsets = reader.Opsets() },
            ModelWords.ProducerName => model with { ProducerName = reader.String("a name") },
            ModelWords.ProducerVersion => model with { ProducerVersion = reader.String("a version in quotes") },
            ModelWords.Domain => model with { Domain = reader.String("a domain") },
            ModelWords.Version => model with { Version = Literals.Int64(reader.Next()) },
            ModelWords.DocString => model with { DocString = reader.String("a text") },
            ModelWords.Metadata => model with { Metadata = reader.Entries() },
            _ => throw key.Refuse(
                $"A model has no '{word}'.",
                $"The words are {ModelWords.IrVersion}, {ModelWords.Opsets}, {ModelWords.ProducerName}, {ModelWords.ProducerVersion}, {ModelWords.Domain}, {ModelWords.Version}, {ModelWords.DocString} and {ModelWords.Metadata}."),
        };
    }
}
