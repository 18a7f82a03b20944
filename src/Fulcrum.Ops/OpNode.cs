using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>A node together with what is known of its inputs: all that an <see cref="OpDefinition"/> may look at.</summary>
/// <param name="Node">The node.</param>
/// <param name="Inputs">One type per input; null where unknown or left out.</param>
public sealed record OpNode(Node Node, IReadOnlyList<OnnxType?> Inputs)
{
    /// <summary>The version of the node's domain.</summary>
    public long Opset { get; init; } = Model.DefaultOpset;

    /// <summary>What is known of the surroundings: constants, integer values, subgraphs.</summary>
    internal IInferenceScope Scope { get; init; } = EmptyScope.Instance;

    /// <summary>How many inputs are given, left-out ones at the end not counted.</summary>
    public int InputCount => Inputs.Count;

    /// <summary>Whether an input is given.</summary>
    public bool Has(int input) => input < Node.Inputs.Count && Node.Inputs[input].Length > 0;

    /// <summary>The type of an input, when it is known to be a tensor.</summary>
    public TensorType? Tensor(int input) => input < Inputs.Count ? Inputs[input] as TensorType : null;

    /// <summary>The shape of an input, when it is a tensor whose rank is known.</summary>
    public IReadOnlyList<Dim>? Shape(int input) => Tensor(input)?.Shape;

    /// <summary>The element type of an input; null when unknown.</summary>
    public ElementType? Element(int input) => Tensor(input)?.Element;

    /// <summary>The constant that an input reads; null when it is no constant.</summary>
    public Tensor? Constant(int input) => Has(input) ? Scope.Constant(Node.Inputs[input]) : null;

    /// <summary>The integer value of an input as far as it is known: constants, and what became of shapes. Null when nothing is.</summary>
    public SymbolicTensor? Known(int input) => Has(input) ? Scope.Known(Node.Inputs[input]) : null;

    /// <summary>The value of an input, unknown elements where only its shape is known; null when too large or unknown.</summary>
    internal SymbolicTensor? OrUnknown(int input) =>
        Known(input) ?? (SymbolicTensor.Sizes(Shape(input)) is { } sizes ? new SymbolicTensor(sizes, Shapes.Unknown(SymbolicTensor.Count(sizes))) : null);

    /// <summary>An input that lists dimensions, axes or counts: its elements, unknown ones where only their number is known; null when not even that.</summary>
    internal IReadOnlyList<Dim>? List(int input) =>
        Known(input)?.Values ?? (Shape(input) is [{ Size: long count and >= 0 and <= SymbolicTensor.MaximumRank }] ? Shapes.Unknown((int)count) : null);

    /// <summary>An input that holds a shape; negative dimensions are unknown.</summary>
    internal IReadOnlyList<Dim>? Dims(int input) => List(input) is { Count: <= SymbolicTensor.MaximumRank } list ? [.. list.Select(Shapes.AsSize)] : null;

    /// <summary>An input that holds one integer; unknown when it does not, or is not known.</summary>
    internal Dim Scalar(int input) => Known(input) is { Values: [Dim value] } ? value : Dim.Unknown;

    /// <summary>The integers of an input, all known; null otherwise.</summary>
    public long[]? Integers(int input) => Known(input)?.Numbers;

    /// <summary>The integers that newer opsets take as an input and older ones as an attribute; null when neither is there or known.</summary>
    public long[]? Integers(int input, string attribute) => Node.Integers(attribute) is { } values ? [.. values] : Integers(input);

    /// <summary>The floats of a constant input; null when it is no constant of floats.</summary>
    public float[]? Floats(int input) => Constant(input) is { Element: ElementType.Float, Data: not null } c ? c.Values<float>().ToArray() : null;

    /// <summary>What a subgraph of this node gives when its inputs have these types; outer values are seen.</summary>
    public InferredBody Body(Graph body, IReadOnlyList<OnnxType?> inputs) => Scope.Body(body, inputs);

    /// <summary>An axis attribute or value counted from the front; null when it does not fit the rank.</summary>
    public static int? Axis(long axis, int rank) => axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : null;
}

/// <summary>What is known of a subgraph.</summary>
/// <param name="Outputs">One type per output; null where unknown.</param>
/// <param name="Macs">Multiply-accumulates of one run; null when unknown.</param>
public sealed record InferredBody(IReadOnlyList<OnnxType?> Outputs, long? Macs);
