using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Ops;

/// <summary>What inference knows of the values of one graph; made by <see cref="TypeInference"/>.</summary>
public sealed class GraphTypes : IInferenceScope
{
    private const int MaximumRank = 128;
    private readonly Dictionary<string, OnnxType> _types = [];
    private readonly Dictionary<string, OnnxType> _declared = [];
    private readonly Dictionary<string, SymbolicTensor> _known = [];
    private readonly Dictionary<string, Tensor> _constants = [];
    private readonly Dictionary<Node, long?> _callMacs = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(Graph Body, string Inputs), InferredBody> _bodies = [];
    private readonly List<Node> _unknown = [];
    private readonly InferenceContext _context;
    private readonly IInferenceScope? _outer;
    private readonly Func<string, OnnxType?> _outerType;

    internal GraphTypes(Graph graph, InferenceContext context, IInferenceScope? outer, Func<string, OnnxType?>? outerType)
    {
        (Graph, _context, _outer, _outerType) = (graph, context, outer, outerType ?? (_ => null));
        foreach (Tensor tensor in graph.Initializers)
            AddConstant(tensor.Name, tensor);
        foreach (SparseTensor tensor in graph.SparseInitializers)
            _types[tensor.Name] = new TensorType(tensor.Values.Element, [.. tensor.Shape.Select(size => (Dim)size)]);
        foreach (ValueInfo value in graph.Values.Concat(graph.Outputs).Where(v => v.Type is not null))
            _declared[value.Name] = value.Type!;
        foreach (ValueInfo input in graph.Inputs.Where(v => v.Type is not null))
            _types.TryAdd(input.Name, input.Type!);
        foreach (Node node in graph.Nodes)
            AddNode(node);
    }

    /// <summary>The graph.</summary>
    public Graph Graph { get; }

    /// <summary>Nodes that neither the catalogue nor a function of the model defines, in order.</summary>
    public IReadOnlyList<Node> Unknown => _unknown;

    /// <summary>Declared types that contradict what the ops make.</summary>
    public IReadOnlyList<Problem> Problems => _context.Problems;

    /// <summary>The version of ONNX itself that the graph is written in.</summary>
    public long Opset => OpsetImport.Of(_context.Opsets, "") ?? 1;

    /// <summary>The type of a value; null when unknown.</summary>
    public OnnxType? Of(string value) => _types.TryGetValue(value, out OnnxType? type) ? type : _outerType(value);

    /// <summary>The type of a value known to be a tensor; null otherwise.</summary>
    public TensorType? Tensor(string value) => Of(value) as TensorType;

    /// <summary>The integer value as far as it is known; null when nothing is.</summary>
    public SymbolicTensor? Known(string value) => _known.TryGetValue(value, out SymbolicTensor? known) ? known : _outer?.Known(value);

    /// <summary>The constant of that name, from an initializer or a node; null when it is none.</summary>
    public Tensor? Constant(string value) => _constants.TryGetValue(value, out Tensor? constant) ? constant : _outer?.Constant(value);

    /// <summary>A node of this graph with what is known of its inputs.</summary>
    public OpNode Typed(Node node) => new(node, [.. node.Inputs.Select(i => i.Length == 0 ? null : Of(i))])
    {
        Opset = OpsetImport.Of(_context.Opsets, node.Domain) ?? 1,
        Scope = this,
    };

    /// <summary>Multiply-accumulates of one run of a node; null when unknown. A function counts as its body.</summary>
    public long? Macs(Node node) => _callMacs.TryGetValue(node, out long? macs) ? macs : Try(() => OpCatalog.Find(node)?.Macs(Typed(node)));

    /// <summary>Multiply-accumulates of the whole graph; null when those of a node are unknown.</summary>
    public long? Macs() => Try(() => Graph.Nodes.Aggregate((long?)0, (sum, node) => sum + Macs(node)));

    /// <summary>Bytes that one run of a node reads and writes; null when unknown.</summary>
    public long? BytesMoved(Node node) => Try(() => OpCatalog.Find(node)?.BytesMoved(Typed(node), [.. node.Outputs.Where(o => o.Length > 0).Select(Of)]));

    /// <summary>Ops ask for their types and again for their multiply-accumulates, so the answers are kept.</summary>
    InferredBody IInferenceScope.Body(Graph body, IReadOnlyList<OnnxType?> inputs)
    {
        (Graph, string) key = (body, string.Join(';', inputs));
        return _bodies.TryGetValue(key, out InferredBody? known) ? known : _bodies[key] = Body(body, inputs);
    }

    private InferredBody Body(Graph body, IReadOnlyList<OnnxType?> inputs)
    {
        if (_context.IsTooDeep || !_context.TakesBody(body.Nodes.Count))
            return EmptyScope.Instance.Body(body, inputs);
        ValueInfo[] typed = [.. body.Inputs.Select((input, i) => input with { Type = TypeMerge.Merge(i < inputs.Count ? inputs[i] : null, input.Type, out _) })];
        var inner = new GraphTypes(body with { Inputs = typed }, _context.Nested(), this, Of);
        return new InferredBody([.. body.Outputs.Select(o => inner.Of(o.Name))], inner.Macs());
    }

    private void AddConstant(string name, Tensor tensor)
    {
        _constants[name] = tensor;
        _types[name] = new TensorType(tensor.Element, [.. tensor.Shape.Select(size => Shapes.AsSize(size))]);
        if (Try(() => SymbolicTensor.From(tensor)) is SymbolicTensor known)
            _known[name] = known;
    }

    private void AddNode(Node node)
    {
        if (_context.FunctionOf(node) is Function function)
            AddCall(node, function);
        else if (OpCatalog.Find(node) is OpDefinition definition)
            AddOutputs(node, definition);
        else
            AddUnknown(node);
    }

    private void AddUnknown(Node node)
    {
        _unknown.Add(node);
        foreach (string output in node.Outputs)
            Add(output, null);
    }

    private void AddOutputs(Node node, OpDefinition definition)
    {
        OpNode typed = Typed(node);
        IReadOnlyList<OnnxType?> outputs = Try(() => definition.InferTypes(typed)) ?? [];
        for (int i = 0; i < node.Outputs.Count; i++)
            Add(node.Outputs[i], i < outputs.Count ? outputs[i] : null);
        if (node.Outputs.Count == 0)
            return;
        if (Try(() => definition.InferConstant(typed)) is Tensor constant)
            AddConstant(node.Outputs[0], constant);
        else if (Try(() => definition.InferValue(typed)) is { Values.Count: <= SymbolicTensor.MaximumElements } known)
            _known[node.Outputs[0]] = known;
    }

    private void AddCall(Node node, Function function)
    {
        if (_context.IsTooDeep || !_context.TakesBody(function.Nodes.Count))
        {
            AddUnknown(node);
            return;
        }

        Graph body = FunctionBody.Bind(function, node);
        ValueInfo[] typed = [.. body.Inputs.Select((input, i) => input with { Type = i < node.Inputs.Count ? Of(node.Inputs[i]) : null })];
        var inner = new GraphTypes(body with { Inputs = typed }, _context.Inside(function), new CallScope(this, function, node), null);
        for (int i = 0; i < node.Outputs.Count; i++)
            Add(node.Outputs[i], i < function.Outputs.Count ? inner.Of(function.Outputs[i]) : null);
        _callMacs[node] = inner.Macs();
    }

    private void Add(string value, OnnxType? inferred)
    {
        if (value.Length == 0)
            return;
        OnnxType? merged = TypeMerge.Merge(WithinReason(inferred), _declared.GetValueOrDefault(value), out string? conflict);
        if (conflict is not null)
            _context.Problems.Add(new Problem("graph-type-conflict", value, conflict, "Correct or drop the declared type."));
        if (merged is not null)
            _types[value] = merged;
    }

    /// <summary>A negative size comes of a node that makes no sense: it is unknown. So is a shape of more dimensions than anybody uses.</summary>
    private static OnnxType? WithinReason(OnnxType? type)
    {
        if (type is not TensorType { Shape: { } shape } tensor)
            return type;
        if (shape.Count > MaximumRank)
            return tensor with { Shape = null };
        return shape.Any(d => d.Size < 0) ? tensor with { Shape = [.. shape.Select(Shapes.AsSize)] } : type;
    }

    private static T? Try<T>(Func<T?> compute)
    {
        try
        {
            return compute();
        }
        catch (OverflowException)
        {
            return default;
        }
    }
}
