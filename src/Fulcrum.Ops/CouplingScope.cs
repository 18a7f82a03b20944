using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>
/// Where an op says which indices of its inputs and outputs can only be removed together. Axes that it does not name keep all their indices:
/// an op that says nothing lets nothing go.
/// </summary>
public sealed class CouplingScope
{
    private readonly UnitTable _units;
    private readonly HashSet<(int Slot, int Axis)> _named = [];

    internal CouplingScope(OpNode node, UnitTable units, int alternative) => (Typed, _units, Alternative) = (node, units, alternative);

    /// <summary>The node with what is known of its inputs.</summary>
    public OpNode Typed { get; }

    /// <summary>The node.</summary>
    public Node Node => Typed.Node;

    /// <summary>Which of several ways of coupling is wanted, from 0: where one lets nothing go, the next is tried.</summary>
    public int Alternative { get; }

    /// <summary>How many ways of coupling there are; 1 unless the op says more.</summary>
    public int Alternatives { get; set; } = 1;

    /// <summary>What to change about the node itself when indices around it go; null when nothing.</summary>
    internal Func<ShrinkScope, Node>? Rewrite { get; private set; }

    /// <summary>The shape of an input; null when unknown.</summary>
    public IReadOnlyList<Dim>? InputShape(int input) => input < Node.Inputs.Count && Node.Inputs[input].Length > 0 ? _units.Shape(Node.Inputs[input]) : null;

    /// <summary>The shape of an output; null when unknown.</summary>
    public IReadOnlyList<Dim>? OutputShape(int output) => output < Node.Outputs.Count && Node.Outputs[output].Length > 0 ? _units.Shape(Node.Outputs[output]) : null;

    /// <summary>An axis of an input; negative counts from the end.</summary>
    public PortAxis In(int input, int axis) => new(Node.Inputs[input], Counted(axis, InputShape(input)), input);

    /// <summary>An axis of an output; negative counts from the end.</summary>
    public PortAxis Out(int output, int axis) => new(Node.Outputs[output], Counted(axis, OutputShape(output)), ~output);

    /// <summary>Index i of one axis goes with index i of the other. Axes of different or unknown size keep all.</summary>
    public void Join(PortAxis a, PortAxis b)
    {
        (int start, int size) = Named(a);
        (int other, int otherSize) = Named(b);
        if (size != otherSize)
        {
            _units.Freeze(a.Key);
            _units.Freeze(b.Key);
            return;
        }

        for (int i = 0; i < size; i++)
            _units.Union(start + i, other + i);
    }

    /// <summary>One index of an axis goes with one of the other. Other indices of both are free as far as this op is concerned.</summary>
    public void Join(PortAxis a, int i, PortAxis b, int j)
    {
        (int start, int size) = Named(a);
        (int other, int otherSize) = Named(b);
        if (i < size && j < otherSize)
        {
            _units.Union(start + i, other + j);
            return;
        }

        _units.Freeze(a.Key);
        _units.Freeze(b.Key);
    }

    /// <summary>Any index of an axis may go, as far as this op is concerned.</summary>
    public void Free(PortAxis axis) => Named(axis);

    /// <summary>What the node becomes when indices around it go: an attribute or a constant input that counts them. Default: it stays.</summary>
    public void WhenShrunk(Func<ShrinkScope, Node> rewrite) => Rewrite = rewrite;

    /// <summary>Axes that the op did not name keep all their indices.</summary>
    internal void FreezeUnnamed()
    {
        for (int i = 0; i < Node.Inputs.Count; i++)
            FreezeUnnamed(Node.Inputs[i], i);
        for (int i = 0; i < Node.Outputs.Count; i++)
            FreezeUnnamed(Node.Outputs[i], ~i);
    }

    private void FreezeUnnamed(string value, int slot)
    {
        for (int axis = 0; value.Length > 0 && axis < (_units.Shape(value)?.Count ?? 0); axis++)
        {
            if (!_named.Contains((slot, axis)))
                _units.Freeze(new ValueAxis(value, axis));
        }
    }

    private (int Start, int Size) Named(PortAxis axis)
    {
        _named.Add((axis.Slot, axis.Axis));
        return _units.Range(axis.Key);
    }

    private static int Counted(int axis, IReadOnlyList<Dim>? shape) => axis < 0 ? axis + (shape?.Count ?? 0) : axis;
}

/// <summary>An axis of a value at one of a node's inputs or outputs.</summary>
/// <param name="Value">The value.</param>
/// <param name="Axis">The axis, from the front.</param>
/// <param name="Slot">The input's position, or the complement of the output's.</param>
public readonly record struct PortAxis(string Value, int Axis, int Slot)
{
    internal ValueAxis Key => new(Value, Axis);
}
