namespace Fulcrum.Graphs.Checking;

/// <summary>One graph, and the subgraphs in it.</summary>
internal static class GraphCheck
{
    public static void Check(Graph graph, Model model, IReadOnlyList<OpsetImport> opsets, NameScope scope, string place, ProblemCollector problems)
    {
        AddInputs(graph, scope, place, problems);
        CheckNodes(graph.Nodes, model, opsets, scope, place, problems);
        foreach (ValueInfo output in graph.Outputs)
        {
            if (!scope.Knows(output.Name))
                problems.Add("graph-output-undefined", output.Name, $"Output '{ProblemCollector.Shown(output.Name)}' of {place} is made by no node.", "Remove the output or add what makes it.");
        }

        foreach (ValueInfo value in graph.Inputs.Concat(graph.Outputs).Concat(graph.Values))
            CheckType(value, problems);
    }

    /// <summary>Nodes in order: what each reads is there, what each makes is new.</summary>
    public static void CheckNodes(IReadOnlyList<Node> nodes, Model model, IReadOnlyList<OpsetImport> opsets, NameScope scope, string place, ProblemCollector problems)
    {
        NodeOrder? order = null;
        HashSet<string> domains = [.. opsets.Select(o => OpsetImport.Canonical(o.Domain))];
        for (int i = 0; i < nodes.Count && !problems.IsFull; i++)
        {
            Node node = nodes[i];
            if (!domains.Contains(OpsetImport.Canonical(node.Domain)))
                problems.Add("node-domain", node.Display, $"Its domain '{ProblemCollector.Shown(node.Domain)}' is not imported.", "Import the domain's opset.");
            foreach (string input in node.Inputs.Where(n => n.Length > 0 && !scope.Knows(n)).TakeWhile(_ => !problems.IsFull))
                AddMissing(node, order ??= new NodeOrder(nodes), i, input, problems);
            foreach (Graph body in GraphIndex.Bodies(node))
                Check(body, model, opsets, new NameScope(scope), $"a subgraph of {ProblemCollector.Shown(node.Display)}", problems);
            foreach (string output in node.Outputs.Where(n => n.Length > 0))
                Define(output, scope, place, problems);
        }
    }

    private static void AddMissing(Node reader, NodeOrder order, int position, string input, ProblemCollector problems)
    {
        string place = reader.Display, shown = ProblemCollector.Shown(input);
        if (order.MakerOf(input) is not int maker)
            problems.Add("value-undefined", place, $"It reads '{shown}', which nothing makes.", "The model was cut or damaged: export it again.");
        else if (order.AreOnOneCycle(maker, position))
            problems.Add("graph-cycle", place, $"It reads '{shown}', which depends on it.", "A graph must not have cycles.");
        else
            problems.Add("graph-not-sorted", place, $"It reads '{shown}', which is made later.", "Sort the nodes topologically.");
    }

    private static void AddInputs(Graph graph, NameScope scope, string place, ProblemCollector problems)
    {
        foreach (ValueInfo input in graph.Inputs)
            Define(input.Name, scope, place, problems);
        HashSet<string> inputs = [.. graph.Inputs.Select(i => i.Name)];
        HashSet<string> seen = [];
        foreach (string name in graph.Initializers.Select(t => t.Name).Concat(graph.SparseInitializers.Select(t => t.Name)))
        {
            if (!seen.Add(name))
                problems.Add("value-twice", name, $"Two initializers of {place} have the name '{ProblemCollector.Shown(name)}'.", "Rename one.");
            else if (!inputs.Contains(name))
                Define(name, scope, place, problems);
        }

        foreach (SparseTensor tensor in graph.SparseInitializers)
            SparseCheck.Check(tensor, problems);
        foreach (Tensor tensor in graph.Initializers)
        {
            if (tensor.Element == ElementType.Undefined)
                problems.Add("tensor-type", tensor.Name, "The initializer has no element type.", "Export the model again.");
        }
    }

    private static void Define(string name, NameScope scope, string place, ProblemCollector problems)
    {
        if (name.Length == 0)
            problems.Add("value-no-name", place, "An input or initializer has no name.", "Name it.");
        else if (name.Length > NameLimit)
            problems.Add("value-name-too-long", name, $"A name has {name.Length} characters, {NameLimit} are allowed.", "Shorten it.");
        else if (name.Contains('\0', StringComparison.Ordinal))
            problems.Add("value-name", name, "A name holds a zero character, where runtimes end it.", "Rename the value.");
        if (name.Length > 0 && !scope.Add(name))
            problems.Add("value-twice", name, $"'{ProblemCollector.Shown(name)}' is made twice in {place}.", "Every value must have one maker.");
    }

    private static void CheckType(ValueInfo value, ProblemCollector problems)
    {
        if (value.Tensor is not { } type)
            return;
        if (!Enum.IsDefined(type.Element))
            problems.Add("value-type", value.Name, $"Its element type is {(int)type.Element}, which ONNX does not define.", "Export the model again.");
        if (type.Shape?.FirstOrDefault(d => d.Size < 0).Size is long negative)
            problems.Add("value-shape", value.Name, $"A dimension is {negative}.", "Use a symbol for a dimension that varies.");
    }

    private const int NameLimit = 1 << 16;
}
