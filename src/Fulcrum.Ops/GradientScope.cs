using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>What an op's gradient sees: its node, the shapes around it, and the graph it emits into.</summary>
/// <param name="builder">The step graph.</param>
/// <param name="node">The forward node with its input types.</param>
/// <param name="outputGradient">The value holding the gradient of the first output.</param>
/// <param name="types">Types of all forward values.</param>
/// <param name="wanted">Whether the gradient of an input is needed, by position.</param>
public sealed class GradientScope(GraphBuilder builder, OpNode node, string outputGradient, GraphTypes types, Func<int, bool> wanted)
{
    /// <summary>The forward node.</summary>
    public Node Node => node.Node;

    /// <summary>The forward node with its input types.</summary>
    public OpNode Typed => node;

    /// <summary>The gradient of the node's first output.</summary>
    public string OutputGradient => outputGradient;

    /// <summary>Whether the gradient of that input is needed.</summary>
    public bool Wants(int input) => input < Node.Inputs.Count && Node.Inputs[input].Length > 0 && wanted(input);

    /// <summary>The known shape of a forward value.</summary>
    /// <exception cref="NotSupportedException">It is not known.</exception>
    public IReadOnlyList<Dim> ShapeOf(string value) => types.Tensor(value)?.Shape
        ?? throw new NotSupportedException($"The shape of '{value}' is not known.");

    /// <summary>Emits a node; its output is named after the forward node.</summary>
    public string Emit(string opType, IReadOnlyList<string> inputs, params NodeAttribute[] attributes) =>
        builder.Emit(opType, inputs, $"grad/{Node.Outputs[0]}/{opType}", attributes);

    /// <summary>A constant list of axes, as reductions take them since opset 13.</summary>
    public string Axes(params long[] axes)
    {
        string name = builder.Unique($"grad/{Node.Outputs[0]}/axes");
        return builder.Constant(Tensor.From<long>(name, [axes.Length], axes));
    }

    /// <summary>A constant scalar.</summary>
    public string Scalar(float value) => builder.Constant(Tensor.Scalar(builder.Unique($"grad/{Node.Outputs[0]}/scalar"), value));

    /// <summary>Undoes broadcasting: sums a gradient of shape <paramref name="from"/> down to the shape of a forward value.</summary>
    /// <exception cref="NotSupportedException">The shapes do not say whether a dimension was broadcast.</exception>
    public string SumTo(string gradient, IReadOnlyList<Dim> from, string value)
    {
        IReadOnlyList<Dim> to = ShapeOf(value);
        int lead = from.Count - to.Count;
        long[] inner = [.. Enumerable.Range(lead, to.Count).Where(i => IsStretched(from[i], to[i - lead], value)).Select(i => (long)i)];
        if (inner.Length > 0)
            gradient = Emit("ReduceSum", [gradient, Axes(inner)], NodeAttribute.Of("keepdims", 1));
        return lead > 0
            ? Emit("ReduceSum", [gradient, Axes([.. Enumerable.Range(0, lead).Select(i => (long)i)])], NodeAttribute.Of("keepdims", 0))
            : gradient;
    }

    private static bool IsStretched(Dim from, Dim to, string value)
    {
        if (to.Size == 1)
            return from.Size != 1;
        return from == to && to != Dim.Unknown
            ? false
            : throw new NotSupportedException($"Whether '{value}' was broadcast is not known: its dimension {to} meets {from}.");
    }
}
