namespace Fulcrum.Graphs.Text;

/// <summary>Prints whole models.</summary>
internal static class ModelPrinter
{
    public static void Write(Page page, Model model)
    {
        WriteHeader(page,
        [
            (ModelWords.IrVersion, Literals.Print(model.IrVersion)),
            (ModelWords.Opsets, Print(model.Opsets)),
            (ModelWords.ProducerName, Quote(model.ProducerName)),
            (ModelWords.ProducerVersion, Quote(model.ProducerVersion)),
            (ModelWords.Domain, Quote(model.Domain)),
            (ModelWords.Version, model.Version is long version ? Literals.Print(version) : null),
            (ModelWords.DocString, Quote(model.DocString)),
            (ModelWords.Metadata, model.Metadata.Count > 0 ? Print(model.Metadata) : null),
        ]);
        GraphPrinter.Write(page, model.Graph);
        page.Line();
        foreach (Function function in model.Functions)
            Write(page, function);
    }

    public static string Print(IReadOnlyList<MetadataEntry> entries) => $"[{string.Join(", ", entries.Select(e => $"{Names.Quote(e.Key)}: {Names.Quote(e.Value)}"))}]";

    private static void Write(Page page, Function function)
    {
        WriteHeader(page,
        [
            (ModelWords.Domain, Names.Quote(function.Domain)),
            (ModelWords.Overload, string.IsNullOrEmpty(function.Overload) ? null : Quote(function.Overload)),
            (ModelWords.Opsets, Print(function.Opsets)),
            (ModelWords.DocString, Quote(function.DocString)),
        ]);
        page.Write(Names.Print(function.Name)).Write(" ");
        Action[] attributes =
        [
            .. function.Attributes.Select(a => (Action)(() => page.Write(Names.PrintWord(a)))),
            .. function.DefaultAttributes.Select(a => (Action)(() => AttributePrinter.Write(page, a))),
        ];
        if (attributes.Length > 0)
            page.Write("<").List(attributes, write => write()).Write("> ");
        page.Write("(").List(function.Inputs, i => page.Write(Names.Print(i)));
        page.Write(") => (").List(function.Outputs, o => page.Write(Names.Print(o))).Write(") ");
        if (function.Values.Count > 0)
            page.Block("<", ",", "> ", function.Values, v => page.Write(TypePrinter.Print(v)));
        GraphPrinter.WriteNodes(page, function.Nodes);
        page.Line();
    }

    private static void WriteHeader(Page page, IReadOnlyList<(string Word, string? Value)> entries)
    {
        (string Word, string? Value)[] given = [.. entries.Where(e => e.Value is not null)];
        page.Block("<", ",", ">", given, e => page.Write($"{e.Word}: {e.Value}")).Line();
    }

    private static string Print(IReadOnlyList<OpsetImport> opsets) => $"[{string.Join(", ", opsets.Select(o => $"{Names.Quote(o.Domain)} : {Literals.Print(o.Version)}"))}]";

    private static string? Quote(string? text) => text is null ? null : Names.Quote(text);
}
