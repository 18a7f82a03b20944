using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>What a node sees when indices around it have gone: how many are left of each axis, and where to put new constants.</summary>
/// <param name="node">The node.</param>
/// <param name="removed">For each axis that loses indices, which.</param>
/// <param name="sizes">The size of an axis before; null when unknown.</param>
/// <param name="constant">Adds a list of integers to the graph and gives its name, made from a stem.</param>
public sealed class ShrinkScope(Node node, IReadOnlyDictionary<ValueAxis, bool[]> removed, Func<ValueAxis, long?> sizes, Func<string, long[], string> constant)
{
    /// <summary>The node.</summary>
    public Node Node => node;

    /// <summary>Whether an axis loses indices.</summary>
    public bool IsShrunk(PortAxis axis) => removed.ContainsKey(axis.Key);

    /// <summary>How many indices of an axis are left.</summary>
    /// <exception cref="InvalidOperationException">The axis has no known size.</exception>
    public long Size(PortAxis axis) => removed.TryGetValue(axis.Key, out bool[]? gone)
        ? gone.Count(g => !g)
        : Before(axis);

    /// <summary>How many indices an axis had before.</summary>
    /// <exception cref="InvalidOperationException">The axis has no known size.</exception>
    public long Before(PortAxis axis) => sizes(axis.Key) ?? throw new InvalidOperationException($"Axis {axis.Axis} of '{axis.Value}' has no known size.");

    /// <summary>How many indices from one on and before another are left.</summary>
    public long Left(PortAxis axis, long from, long to) => removed.TryGetValue(axis.Key, out bool[]? gone)
        ? Enumerable.Range((int)from, (int)(to - from)).Count(i => !gone[i])
        : to - from;

    /// <summary>A node with a list of integers that newer opsets take as an input and older ones as an attribute.</summary>
    /// <param name="old">The node as it is so far.</param>
    /// <param name="input">Position of the input.</param>
    /// <param name="attribute">The attribute; used when the node has it, or when <paramref name="asAttribute"/> says so.</param>
    /// <param name="values">The list.</param>
    /// <param name="asAttribute">Whether an attribute is made where the node has none.</param>
    public Node With(Node old, int input, string attribute, long[] values, bool asAttribute = false)
    {
        if (asAttribute || old.Attribute(attribute) is not null)
            return old with { Attributes = [.. old.Attributes.Where(a => a.Name != attribute), NodeAttribute.Of(attribute, values)] };
        string name = constant($"{old.Outputs[0]}/{attribute}", values);
        return old with { Inputs = [.. Enumerable.Range(0, Math.Max(old.Inputs.Count, input + 1)).Select(i => i == input ? name : i < old.Inputs.Count ? old.Inputs[i] : "")] };
    }

    /// <summary>The node with an integer attribute.</summary>
    public Node With(string attribute, long value) => node with { Attributes = [.. node.Attributes.Where(a => a.Name != attribute), NodeAttribute.Of(attribute, value)] };
}
