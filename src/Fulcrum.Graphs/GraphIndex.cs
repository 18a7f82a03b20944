namespace Fulcrum.Graphs;

/// <summary>Who makes and who reads each value of a graph, computed once.</summary>
public sealed class GraphIndex
{
    private readonly Dictionary<string, int> _producer = [];
    private readonly Dictionary<string, List<int>> _consumers = [];
    private readonly Dictionary<string, Tensor> _initializers = [];
    private readonly Dictionary<string, SparseTensor> _sparse = [];
    private readonly Dictionary<string, ValueInfo> _values = [];

    /// <summary>Indexes a graph.</summary>
    public GraphIndex(Graph graph)
    {
        Graph = graph;
        foreach (Tensor tensor in graph.Initializers)
            _initializers[tensor.Name] = tensor;
        foreach (SparseTensor tensor in graph.SparseInitializers)
            _sparse[tensor.Name] = tensor;
        foreach (ValueInfo value in graph.Values.Concat(graph.Outputs).Concat(graph.Inputs))
            _values[value.Name] = value;
        for (int i = 0; i < graph.Nodes.Count; i++)
            Add(i, graph.Nodes[i]);
    }

    /// <summary>The graph.</summary>
    public Graph Graph { get; }

    /// <summary>The position of the node that makes a value; null for inputs and initializers.</summary>
    public int? Producer(string value) => _producer.TryGetValue(value, out int node) ? node : null;

    /// <summary>The positions of the nodes that read a value, each once, in order; captured values of subgraphs count as read.</summary>
    public IReadOnlyList<int> Consumers(string value) => _consumers.TryGetValue(value, out var nodes) ? nodes : [];

    /// <summary>The constant of that name, or null.</summary>
    public Tensor? Initializer(string value) => _initializers.GetValueOrDefault(value);

    /// <summary>The sparsely stored constant of that name, or null.</summary>
    public SparseTensor? SparseInitializer(string value) => _sparse.GetValueOrDefault(value);

    /// <summary>Whether a value is a constant that the file holds.</summary>
    public bool IsConstant(string value) => _initializers.ContainsKey(value) || _sparse.ContainsKey(value);

    /// <summary>The declared type of a value, or null.</summary>
    public TensorType? TypeOf(string value) => _values.GetValueOrDefault(value)?.Tensor;

    private void Add(int position, Node node)
    {
        foreach (string output in node.Outputs.Where(o => o.Length > 0))
            _producer[output] = position;
        foreach (string input in Reads(node))
        {
            if (!_consumers.TryGetValue(input, out var readers))
                _consumers[input] = readers = [];
            if (readers.Count == 0 || readers[^1] != position)
                readers.Add(position);
        }
    }

    /// <summary>Every outer value that a node reads: its inputs, and what its subgraphs capture.</summary>
    public static IEnumerable<string> Reads(Node node)
    {
        foreach (string input in node.Inputs.Where(i => i.Length > 0))
            yield return input;
        foreach (string captured in Bodies(node).SelectMany(Captures))
            yield return captured;
    }

    /// <summary>The subgraphs of a node, in order.</summary>
    public static IEnumerable<Graph> Bodies(Node node) => node.Attributes.Count == 0 ? [] : node.Attributes.SelectMany(a => Bodies(a.Value));

    private static IEnumerable<Graph> Bodies(AttributeValue value) => value switch
    {
        GraphAttribute single => [single.Value],
        GraphsAttribute several => several.Values,
        _ => [],
    };

    /// <summary>The outer values that a subgraph reads.</summary>
    public static IEnumerable<string> Captures(Graph body)
    {
        HashSet<string> local = [.. body.Inputs.Select(i => i.Name), .. body.Initializers.Select(t => t.Name), .. body.SparseInitializers.Select(t => t.Name), .. body.Nodes.SelectMany(n => n.Outputs)];
        return body.Nodes.SelectMany(Reads).Concat(body.Outputs.Select(o => o.Name)).Where(name => !local.Contains(name));
    }
}
