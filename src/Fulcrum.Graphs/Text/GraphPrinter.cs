namespace Fulcrum.Graphs.Text;

/// <summary>Prints graphs and nodes.</summary>
internal static class GraphPrinter
{
    public static void Write(Page page, Graph graph)
    {
        page.Write($"{Names.Print(graph.Name)} (").List(graph.Inputs, v => page.Write(TypePrinter.Print(v)));
        page.Write(") => (").List(graph.Outputs, v => page.Write(TypePrinter.Print(v))).Write(") ");
        Action[] inner =
        [
            .. graph.Initializers.Select(t => (Action)(() => TensorPrinter.WriteInitializer(page, t))),
            .. graph.Values.Select(v => (Action)(() => page.Write(TypePrinter.Print(v)))),
        ];
        if (inner.Length > 0)
            page.Block("<", ",", "> ", inner, write => write());
        WriteNodes(page, graph.Nodes);
    }

    public static void WriteNodes(Page page, IReadOnlyList<Node> nodes) => page.Block("{", "", "}", nodes, n => Write(page, n));

    private static void Write(Page page, Node node)
    {
        if (node.Name.Length > 0)
            page.Write($"[{Names.Print(node.Name)}] ");
        page.List(node.Outputs, o => page.Write(Names.Print(o)));
        page.Write($" = {Names.PrintQualified(node.Domain, node.OpType)}");
        if (!string.IsNullOrEmpty(node.Overload))
            page.Write($":{Names.PrintWord(node.Overload)}");
        bool hasGraph = node.Attributes.Any(a => a.Value is GraphAttribute or GraphsAttribute);
        if (!hasGraph)
            WriteAttributes(page, node.Attributes);
        page.Write(" (").List(node.Inputs, i => page.Write(Names.Print(i))).Write(")");
        if (hasGraph)
            WriteAttributes(page, node.Attributes);
    }

    private static void WriteAttributes(Page page, IReadOnlyList<NodeAttribute> attributes)
    {
        if (attributes.Count > 0)
            page.Write(" <").List(attributes, a => AttributePrinter.Write(page, a)).Write(">");
    }
}
