namespace Fulcrum.Graphs.Text;

/// <summary>Reads graphs.</summary>
internal static class GraphParser
{
    public static Graph Read(TokenReader reader) => reader.Nested(ReadGraph);

    private static Graph ReadGraph(TokenReader reader)
    {
        List<Tensor> initializers = [];
        string name = reader.Name("the name of a graph");
        List<ValueInfo> inputs = reader.List("(", ")", () => ReadWithValue(reader, initializers).Value);
        reader.Expect("=>");
        List<ValueInfo> outputs = reader.List("(", ")", () => TypeParser.ReadValue(reader));
        List<(ValueInfo Value, bool IsInitializer)> inner = reader.Current.Is("<") ? reader.List("<", ">", () => ReadWithValue(reader, initializers)) : [];
        return new Graph
        {
            Name = name,
            Inputs = inputs,
            Outputs = outputs,
            Values = [.. inner.Where(v => !v.IsInitializer).Select(v => v.Value)],
            Nodes = NodeParser.ReadAll(reader),
            Initializers = initializers,
        };
    }

    private static (ValueInfo Value, bool IsInitializer) ReadWithValue(TokenReader reader, List<Tensor> initializers)
    {
        Token start = reader.Current;
        ValueInfo value = TypeParser.ReadValue(reader);
        bool isInitializer = reader.Take("=");
        if (isInitializer)
            initializers.Add(TensorParser.ReadData(reader, value, start));
        return (value, isInitializer);
    }
}
