namespace Fulcrum.Graphs;

/// <summary>Builds a graph node by node, in topological order, with unique names.</summary>
public sealed class GraphBuilder(string name)
{
    private readonly List<Node> _nodes = [];
    private readonly List<Tensor> _initializers = [];
    private readonly List<SparseTensor> _sparse = [];
    private readonly List<ValueInfo> _inputs = [];
    private readonly List<ValueInfo> _outputs = [];
    private readonly List<ValueInfo> _values = [];
    private readonly HashSet<string> _names = [];

    /// <summary>A builder that starts with all of an existing graph, outputs included.</summary>
    public static GraphBuilder From(Graph graph)
    {
        var builder = new GraphBuilder(graph.Name);
        builder._sparse.AddRange(graph.SparseInitializers);
        builder._names.UnionWith(graph.SparseInitializers.Select(t => t.Name));
        builder._nodes.AddRange(graph.Nodes);
        builder._initializers.AddRange(graph.Initializers);
        builder._inputs.AddRange(graph.Inputs);
        builder._outputs.AddRange(graph.Outputs);
        builder._values.AddRange(graph.Values);
        builder._names.UnionWith(graph.Nodes.SelectMany(n => n.Outputs.Append(n.Name)));
        builder._names.UnionWith(graph.Initializers.Select(t => t.Name).Concat(graph.Inputs.Select(i => i.Name)));
        return builder;
    }

    /// <summary>A name nobody has yet: <paramref name="stem"/>, or the stem with the first free number.</summary>
    public string Unique(string stem)
    {
        string candidate = stem;
        for (int i = 1; !_names.Add(candidate); i++)
            candidate = $"{stem}_{i}";
        return candidate;
    }

    /// <summary>Keeps the names of a node for it, before it is added.</summary>
    public void Reserve(Node node) => _names.UnionWith(node.Outputs.Append(node.Name));

    /// <summary>Adds an input and returns its name.</summary>
    public string Input(string name, ElementType element, params Dim[] shape)
    {
        _names.Add(name);
        _inputs.Add(new ValueInfo(name, element, shape));
        return name;
    }

    /// <summary>Adds a constant and returns its name.</summary>
    public string Constant(Tensor tensor)
    {
        _names.Add(tensor.Name);
        _initializers.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Adds a node with one output and returns the output's name, made unique from <paramref name="output"/>.</summary>
    public string Emit(string opType, IReadOnlyList<string> inputs, string output, params NodeAttribute[] attributes)
    {
        string result = Unique(output);
        _nodes.Add(new Node(opType, inputs, [result], attributes) { Name = Unique($"{result}/{opType}") });
        return result;
    }

    /// <summary>Adds a node as it is.</summary>
    public void Add(Node node)
    {
        _names.UnionWith(node.Outputs.Append(node.Name));
        _nodes.Add(node);
    }

    /// <summary>Replaces the node that makes a value, if it is of the given op, nobody reads the value yet, and <paramref name="rewrite"/> agrees.</summary>
    /// <param name="value">The value.</param>
    /// <param name="opType">The op that must have made it.</param>
    /// <param name="rewrite">The new node, making the same value; null to leave it.</param>
    /// <returns>Whether the node was replaced.</returns>
    public bool TryRewriteProducer(string value, string opType, Func<Node, Node?> rewrite)
    {
        int position = _nodes.FindLastIndex(n => n.Outputs.Contains(value));
        if (position < 0 || _nodes[position].OpType != opType || _nodes.Any(n => n.Inputs.Contains(value)) || rewrite(_nodes[position]) is not Node changed)
            return false;
        _nodes[position] = changed;
        return true;
    }

    /// <summary>The node that makes a value.</summary>
    /// <exception cref="ArgumentException">No node makes it.</exception>
    public Node Producer(string value) => _nodes.FindLast(n => n.Outputs.Contains(value)) ?? throw new ArgumentException($"No node makes '{value}'.");

    /// <summary>Puts other nodes in the place of one; they must give all that is read of it.</summary>
    public void Replace(Node node, params Node[] replacements)
    {
        int position = _nodes.FindLastIndex(n => ReferenceEquals(n, node));
        _nodes.RemoveAt(position);
        _nodes.InsertRange(position, replacements);
        _names.UnionWith(replacements.SelectMany(n => n.Outputs.Append(n.Name)));
    }

    /// <summary>Declares an output.</summary>
    public void Output(string name, ElementType element, params Dim[] shape) => _outputs.Add(new ValueInfo(name, element, shape));

    /// <summary>Removes every declared output, so that a derived graph can declare its own.</summary>
    public void ClearOutputs() => _outputs.Clear();

    /// <summary>The graph built so far.</summary>
    public Graph ToGraph() => new()
    {
        Name = name,
        Nodes = [.. _nodes],
        Initializers = [.. _initializers],
        SparseInitializers = [.. _sparse],
        Inputs = [.. _inputs],
        Outputs = [.. _outputs],
        Values = [.. _values],
    };
}
