using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>What an op's gradient sees: its node, the shapes around it, and the graph it emits into.</summary>
/// <param name="builder">The step graph.</param>
/// <param name="node">The forward node with its input types.</param>
/// <param name="outputGradients">For each output the value holding its gradient; null where the loss does not depend on it.</param>
/// <param name="types">Types of all forward values.</param>
/// <param name="wanted">Whether the gradient of an input is needed, by position.</param>
public sealed class GradientScope(GraphBuilder builder, OpNode node, IReadOnlyList<string?> outputGradients, GraphTypes types, Func<int, bool> wanted)
{
    private readonly HashSet<int> _read = [];

    /// <summary>The forward node.</summary>
    public Node Node => node.Node;

    /// <summary>The forward node with its input types.</summary>
    public OpNode Typed => node;

    /// <summary>The version of ONNX itself that the graph is written in, whatever the node's domain.</summary>
    public long Opset => types.Opset;

    /// <summary>The gradient of the node's first output.</summary>
    /// <exception cref="NotSupportedException">The loss depends on other outputs only.</exception>
    public string OutputGradient => GradientOf(0) ?? throw NoGradientThrough(Node.Outputs.Skip(1));

    /// <summary>Outputs whose gradient arrived and was not read: what was emitted is wrong unless there are none.</summary>
    public IEnumerable<string> Ignored => Node.Outputs.Where((_, i) => i < outputGradients.Count && outputGradients[i] is not null && !_read.Contains(i));

    /// <summary>The gradient of an output; null when the loss does not depend on it.</summary>
    public string? GradientOf(int output)
    {
        _read.Add(output);
        return output < outputGradients.Count ? outputGradients[output] : null;
    }

    /// <summary>Whether the gradient of that input is needed.</summary>
    public bool Wants(int input) => input < Node.Inputs.Count && Node.Inputs[input].Length > 0 && wanted(input);

    /// <summary>The known shape of a forward value.</summary>
    /// <exception cref="NotSupportedException">It is not known.</exception>
    public IReadOnlyList<Dim> ShapeOf(string value) => types.Tensor(value)?.Shape
        ?? throw new NotSupportedException($"The shape of '{value}' is not known.");

    /// <summary>The known sizes of a forward value.</summary>
    /// <exception cref="NotSupportedException">One is not known.</exception>
    public long[] SizesOf(string value) => [.. ShapeOf(value).Select(d => d.Size ?? throw new NotSupportedException($"A dimension of '{value}' is not known."))];

    /// <summary>The element type of a forward value; float where it is not known.</summary>
    public ElementType ElementOf(string value) => types.Tensor(value)?.Element ?? ElementType.Float;

    /// <summary>The name of one of the node's outputs; the forward node is made to give it when it does not yet.</summary>
    public string Output(int position)
    {
        Node forward = builder.Producer(Node.Outputs[0]);
        if (position < forward.Outputs.Count && forward.Outputs[position].Length > 0)
            return forward.Outputs[position];
        string[] outputs = [.. Enumerable.Range(0, Math.Max(forward.Outputs.Count, position + 1)).Select(i => i < forward.Outputs.Count ? forward.Outputs[i] : "")];
        outputs[position] = builder.Unique($"{Node.Outputs[0]}/{Node.OpType}/{position}");
        builder.Replace(forward, forward with { Outputs = outputs });
        return outputs[position];
    }

    /// <summary>Puts other nodes in the place of the forward node; they must give all that it gave.</summary>
    public void Replace(params Node[] nodes) => builder.Replace(builder.Producer(Node.Outputs[0]), nodes);

    /// <summary>A name that no value of the step graph has yet.</summary>
    public string Unique(string stem) => builder.Unique($"{Node.Outputs[0]}/{stem}");

    /// <summary>Emits a node; its output is named after the forward node.</summary>
    public string Emit(string opType, IReadOnlyList<string> inputs, params NodeAttribute[] attributes) =>
        builder.Emit(opType, inputs, $"grad/{Node.Outputs[0]}/{opType}", attributes);

    /// <summary>Emits a node of the forward node's own domain.</summary>
    public string EmitOwn(string opType, IReadOnlyList<string> inputs, params NodeAttribute[] attributes)
    {
        string output = builder.Unique($"grad/{Node.Outputs[0]}/{opType}");
        builder.Add(new Node(opType, inputs, [output], attributes) { Domain = Node.Domain, Name = builder.Unique($"{output}/{opType}") });
        return output;
    }

    /// <summary>A constant list of axes, as reductions take them since opset 13; or of sizes, positions, counts.</summary>
    public string Axes(params long[] axes)
    {
        string name = builder.Unique($"grad/{Node.Outputs[0]}/axes");
        return builder.Constant(Tensor.From<long>(name, [axes.Length], axes));
    }

    /// <summary>A constant of the element type of the first output.</summary>
    public string Constant(string stem, long[] shape, double[] values)
    {
        string name = builder.Unique($"grad/{Node.Outputs[0]}/{stem}");
        return builder.Constant(ElementOf(Node.Outputs[0]) == ElementType.Double
            ? Tensor.From<double>(name, shape, values)
            : Tensor.From<float>(name, shape, [.. values.Select(v => (float)v)]));
    }

    /// <summary>Zeros of the element type of the first output.</summary>
    public string Zeros(params long[] shape) => Emit(
        "ConstantOfShape",
        [Axes(shape)],
        NodeAttribute.Of("value", ElementOf(Node.Outputs[0]) == ElementType.Double ? Tensor.From<double>("", [1], [0]) : Tensor.From<float>("", [1], [0])));

    /// <summary>A value in another shape, all of whose sizes are given.</summary>
    public string Reshape(string value, params long[] shape) => Emit("Reshape", [value, Axes(shape)]);

    /// <summary>The mean along some axes, which stay with size 1; the axes are an attribute until opset 17.</summary>
    public string Mean(string value, params long[] axes) => Typed.Opset < 18
        ? Emit("ReduceMean", [value], NodeAttribute.Of("axes", axes), NodeAttribute.Of("keepdims", 1))
        : Emit("ReduceMean", [value, Axes(axes)], NodeAttribute.Of("keepdims", 1));

    /// <summary>A constant scalar of the first output's element type.</summary>
    public string Scalar(double value)
    {
        string name = builder.Unique($"grad/{Node.Outputs[0]}/scalar");
        return builder.Constant(ElementOf(Node.Outputs[0]) switch
        {
            ElementType.Double => Tensor.Scalar(name, value),
            ElementType.Float16 => Tensor.Scalar(name, (Half)value),
            _ => Tensor.Scalar(name, (float)value),
        });
    }

    /// <summary>Sums along axes, which are not empty.</summary>
    public string ReduceSum(string value, bool keepDims, params long[] axes)
    {
        NodeAttribute keep = NodeAttribute.Of("keepdims", keepDims ? 1 : 0);
        return Opset < 13 ? Emit("ReduceSum", [value], keep, NodeAttribute.Of("axes", axes)) : Emit("ReduceSum", [value, Axes(axes)], keep);
    }

    /// <summary>Undoes broadcasting: sums a gradient of shape <paramref name="from"/> down to the shape of a forward value.</summary>
    /// <exception cref="NotSupportedException">The shapes do not say whether a dimension was broadcast.</exception>
    public string SumTo(string gradient, IReadOnlyList<Dim> from, string value)
    {
        IReadOnlyList<Dim> to = ShapeOf(value);
        int lead = from.Count - to.Count;
        long[] inner = [.. Enumerable.Range(lead, to.Count).Where(i => IsStretched(from[i], to[i - lead], value)).Select(i => (long)i)];
        if (inner.Length > 0)
            gradient = ReduceSum(gradient, keepDims: true, inner);
        return lead > 0 ? ReduceSum(gradient, keepDims: false, [.. Enumerable.Range(0, lead).Select(i => (long)i)]) : gradient;
    }

    private NotSupportedException NoGradientThrough(IEnumerable<string> outputs) =>
        new($"{Node.OpType} has no gradient through {string.Join(", ", outputs.Where(o => o.Length > 0).Select(o => $"'{o}'"))}.");

    private static bool IsStretched(Dim from, Dim to, string value)
    {
        if (to.Size == 1)
            return from.Size != 1;
        return from == to && to != Dim.Unknown
            ? false
            : throw new NotSupportedException($"Whether '{value}' was broadcast is not known: its dimension {to} meets {from}.");
    }
}
