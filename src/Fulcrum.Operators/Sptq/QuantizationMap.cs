using Fulcrum.Graphs;
using Fulcrum.Ops;

namespace Fulcrum.Operators.Sptq;

/// <summary>
/// Which nodes become integer and which tensors carry quantized values, by the rules by which ONNX Runtime fuses: every float input of such a node comes
/// from DequantizeLinear and its output goes to QuantizeLinear; an activation after it stays between the two; ops that only move values share one grid.
/// </summary>
internal sealed class QuantizationMap
{
    /// <summary>Ops that pay in any case.</summary>
    private static readonly HashSet<string> Products = ["Conv", "MatMul", "Gemm"];

    /// <summary>Ops that only pay between integer ops: alone they would cost two conversions and their accuracy.</summary>
    private static readonly HashSet<string> Between = ["Add", "Mul", "AveragePool", "GlobalAveragePool", "Concat", "LeakyRelu", "Sigmoid"];
    private static readonly HashSet<string> Moving = ["MaxPool", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "DepthToSpace", "SpaceToDepth"];
    private readonly GraphIndex _index;
    private readonly GraphTypes _types;
    private readonly HashSet<int> _nodes = [];
    private readonly Dictionary<int, int> _activation = [];
    private readonly Dictionary<string, string> _group = [];

    public QuantizationMap(Model model, SptqOptions options)
    {
        (_index, _types) = (new GraphIndex(model.Graph), TypeInference.Infer(model));
        HashSet<int> alone = [];
        do
            Choose(options, alone);
        while (AddAlone(alone));
        foreach (int i in _nodes.Where(i => Moving.Contains(model.Graph.Nodes[i].OpType)))
            Join(model.Graph.Nodes[i].Inputs[0], model.Graph.Nodes[i].Outputs[0]);
    }

    /// <summary>Positions of the nodes that become integer, ascending.</summary>
    public IEnumerable<int> Nodes => _nodes.Order();

    /// <summary>The activation that is computed together with a node; null when there is none.</summary>
    public Node? ActivationOf(int node) => _activation.TryGetValue(node, out int follower) ? _index.Graph.Nodes[follower] : null;

    public bool Contains(int node) => _nodes.Contains(node);

    public bool IsActivation(int node) => _activation.ContainsValue(node);

    /// <summary>The value that leaves a node and its activation.</summary>
    public string OutputOf(int node) => (ActivationOf(node) ?? _index.Graph.Nodes[node]).Outputs[0];

    /// <summary>The float activations that a node reads; weights and biases are not among them.</summary>
    public IEnumerable<string> ActivationInputs(Node node) => node.Inputs.Where(i => i.Length > 0 && IsFloat(i) && _index.Initializer(i) is null);

    /// <summary>The tensor whose grid a tensor shares.</summary>
    public string GroupOf(string value)
    {
        while (_group.TryGetValue(value, out string? next))
            value = next;
        return value;
    }

    /// <summary>Whether a node's output stays float: the end of a model that a matrix product makes, where nothing after it would be quantized.</summary>
    public bool EndsInFloat(int node) =>
        _index.Graph.Nodes[node].OpType is "Gemm" or "MatMul" && ActivationOf(node) is null && !_index.Consumers(OutputOf(node)).Any(_nodes.Contains);

    /// <summary>The node whose precision a tensor's range follows: the integer node that makes it, else the first that reads it.</summary>
    public Node RuledBy(string value)
    {
        IReadOnlyList<Node> nodes = _index.Graph.Nodes;
        if (_index.Producer(value) is int maker)
        {
            int node = IsActivation(maker) ? _index.Producer(nodes[maker].Inputs[0])!.Value : maker;
            if (_nodes.Contains(node))
                return nodes[node];
        }

        return nodes[_index.Consumers(value).First(_nodes.Contains)];
    }

    /// <summary>Every tensor that needs a grid.</summary>
    public IEnumerable<string> Tensors() => _nodes.SelectMany(n => ActivationInputs(_index.Graph.Nodes[n]).Concat(EndsInFloat(n) ? [] : [OutputOf(n)])).Distinct();

    private void Choose(SptqOptions options, HashSet<int> alone)
    {
        _nodes.Clear();
        _activation.Clear();
        IReadOnlyList<Node> nodes = _index.Graph.Nodes;
        for (int i = 0; i < nodes.Count; i++)
        {
            bool isKnown = nodes[i].Domain.Length == 0 && (Products.Contains(nodes[i].OpType) || Between.Contains(nodes[i].OpType));
            if (isKnown && !alone.Contains(i) && !options.For(nodes[i]).Exclude && IsFloat(nodes[i].Outputs[0]) && HasActivationInput(nodes[i]))
                _nodes.Add(i);
        }

        for (int i = 0; i < nodes.Count; i++)
            AddFollower(nodes[i], i);
    }

    /// <summary>Finds ops that are not between integer ops; whether there were any.</summary>
    private bool AddAlone(HashSet<int> alone)
    {
        int before = alone.Count;
        foreach (int i in _nodes.Where(i => Between.Contains(_index.Graph.Nodes[i].OpType)))
        {
            bool isFed = ActivationInputs(_index.Graph.Nodes[i]).All(IsMadeByInteger);
            if (!isFed || !LeadsToInteger(OutputOf(i)))
                alone.Add(i);
        }

        return alone.Count > before;
    }

    private bool IsMadeByInteger(string value) =>
        _index.Producer(value) is int maker && (_nodes.Contains(maker) || (_activation.ContainsValue(maker) && _nodes.Contains(_index.Producer(_index.Graph.Nodes[maker].Inputs[0]) ?? -1)));

    private bool LeadsToInteger(string value) => _index.Consumers(value).Any(reader =>
        _nodes.Contains(reader) && (!Moving.Contains(_index.Graph.Nodes[reader].OpType) || LeadsToInteger(OutputOf(reader))));

    private void AddFollower(Node node, int position)
    {
        if (node.Inputs.Count == 0 || node.Domain.Length > 0 || _index.Producer(node.Inputs[0]) is not int maker)
            return;
        if (Moving.Contains(node.OpType) && node.Outputs.Count == 1 && IsMadeByInteger(node.Inputs[0]))
            _nodes.Add(position);
        if (!_nodes.Contains(maker))
            return;
        if (node.OpType is "Relu" or "Clip" && !Moving.Contains(_index.Graph.Nodes[maker].OpType) && _index.Consumers(node.Inputs[0]).Count == 1 && !IsOutput(node.Inputs[0]) && IsFromZero(node))
            _activation[maker] = position;
    }

    /// <summary>Clip disappears into the grid only where it starts at 0, as Relu6 does.</summary>
    private bool IsFromZero(Node node) => node.OpType == "Relu"
        || (node.Inputs.Count > 1 && node.Inputs[1].Length > 0 ? _types.Constant(node.Inputs[1]) is { Element: ElementType.Float } low && low.Values<float>()[0] == 0 : node.Float("min", -1) == 0);

    private bool HasActivationInput(Node node)
    {
        bool hasWeight = node.OpType is not ("Conv" or "Gemm") || _index.Initializer(node.Inputs[1]) is { Element: ElementType.Float };
        return hasWeight && ActivationInputs(node).Any();
    }

    private bool IsFloat(string value) => _types.Tensor(value)?.Element == ElementType.Float;

    private bool IsOutput(string value) => _index.Graph.Outputs.Any(o => o.Name == value);

    private void Join(string a, string b)
    {
        (string first, string second) = (GroupOf(a), GroupOf(b));
        if (first != second)
            _group[second] = first;
    }
}
