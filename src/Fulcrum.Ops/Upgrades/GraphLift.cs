using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Ops.Upgrades;

/// <summary>Lifts one graph, node by node; subgraphs by lifts of their own.</summary>
internal sealed class GraphLift(Graph graph, long opset, GraphTypes? types, HashSet<string> names, List<Problem> problems)
{
    private readonly List<Node> _nodes = [];
    private readonly List<Tensor> _constants = [];
    private readonly GraphIndex _index = new(graph);

    /// <summary>The version that the graph is written in.</summary>
    public long Opset => opset;

    /// <summary>The lifted graph; what could not be lifted is among the problems.</summary>
    public Graph Lift()
    {
        foreach (Node node in graph.Nodes)
            Lift(node);
        return graph with { Nodes = [.. _nodes], Initializers = [.. graph.Initializers, .. _constants] };
    }

    /// <summary>Whether anybody reads a value.</summary>
    public bool IsRead(string value) => value.Length > 0 && (_index.Consumers(value).Count > 0 || graph.Outputs.Any(o => o.Name == value));

    /// <summary>The type of a value, when it is known to be a tensor.</summary>
    public TensorType? Tensor(string value) => types?.Tensor(value);

    /// <summary>A constant value, when it is one.</summary>
    public Tensor? Constant(string value) => types?.Constant(value) ?? _index.Initializer(value);

    /// <summary>Adds a constant for a node.</summary>
    public string Add<T>(Node node, string stem, IReadOnlyList<long> shape, params T[] values) where T : unmanaged
    {
        string name = Unique($"{node.Outputs[0]}/{stem}");
        _constants.Add(Graphs.Tensor.From<T>(name, shape, values));
        return name;
    }

    /// <summary>Adds a list of integers for a node; an empty name for none.</summary>
    public string Add(Node node, string stem, IReadOnlyList<long>? values) => values is null ? "" : Add(node, stem, [values.Count], [.. values]);

    /// <summary>Adds a node before the one that is lifted.</summary>
    public string Emit(Node node, string opType, IReadOnlyList<string> inputs, params NodeAttribute[] attributes)
    {
        string output = Unique($"{node.Outputs[0]}/{opType}");
        _nodes.Add(new Node(opType, inputs, [output], attributes) { Name = output });
        return output;
    }

    /// <summary>Says that a node cannot be lifted.</summary>
    public Node Refuse(Node node, string message)
    {
        problems.Add(new Problem("opset-not-liftable", node.Display, $"{node.OpType} of opset {opset}: {message}", "Export the model again with a newer opset."));
        return node;
    }

    private void Lift(Node node)
    {
        Node inner = GraphIndex.Bodies(node).Any() ? node with { Attributes = [.. node.Attributes.Select(a => a with { Value = Lift(a.Value) })] } : node;
        _nodes.Add(Lifted(inner));
    }

    private Node Lifted(Node node)
    {
        if (OpsetImport.Canonical(node.Domain).Length > 0)
            return node;
        if (OpCatalog.Find(node) is not { } definition)
            return Refuse(node, "nothing is known about it.");
        if (!definition.Schema.Since.Any(v => v > opset && v <= OpsetUpgrade.Target) && definition.Schema.ExistsIn(OpsetUpgrade.Target))
            return node;
        if (OpLifts.All.TryGetValue(node.OpType, out Func<GraphLift, Node, Node>? lift))
            return lift(this, node);
        return OpLifts.OnlyWidened.Contains(node.OpType) ? node : Refuse(node, "it is not known how to write it in opset 13.");
    }

    private AttributeValue Lift(AttributeValue value) => value switch
    {
        GraphAttribute a => new GraphAttribute(Lift(a.Value)),
        GraphsAttribute a => new GraphsAttribute([.. a.Values.Select(Lift)]),
        _ => value,
    };

    private Graph Lift(Graph body) => new GraphLift(body, opset, null, names, problems).Lift();

    private string Unique(string stem)
    {
        string candidate = stem;
        for (int i = 1; !names.Add(candidate); i++)
            candidate = $"{stem}_{i}";
        return candidate;
    }
}
