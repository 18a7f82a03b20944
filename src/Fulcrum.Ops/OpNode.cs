using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>A node together with what is known of the types of its inputs.</summary>
/// <param name="Node">The node.</param>
/// <param name="Inputs">One type per input; null where unknown or left out.</param>
public sealed record OpNode(Node Node, IReadOnlyList<TensorType?> Inputs)
{
    /// <summary>The shape of an input, when it is a tensor whose rank is known.</summary>
    public IReadOnlyList<Dim>? Shape(int input) => input < Inputs.Count ? Inputs[input]?.Shape : null;
}
