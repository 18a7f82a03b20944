using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>Units of a graph, a unit being one index along one axis of one value, and which of them can only go together (union-find).</summary>
internal sealed class UnitTable(GraphTypes types)
{
    /// <summary>Axes longer than this are not followed.</summary>
    private const long LongestAxis = 1 << 20;

    private readonly Dictionary<ValueAxis, (int Start, int Size)> _ranges = [];
    private readonly List<int> _parent = [];
    private readonly List<bool> _frozen = [];

    /// <summary>The axes that have units, in the order in which they were met.</summary>
    public IEnumerable<(ValueAxis Axis, int Start, int Size)> Ranges => _ranges.Select(r => (r.Key, r.Value.Start, r.Value.Size));

    /// <summary>How many units there are.</summary>
    public int Count => _parent.Count;

    /// <summary>The shape of a value; null when unknown.</summary>
    public IReadOnlyList<Dim>? Shape(string value) => types.Tensor(value)?.Shape;

    /// <summary>The units of an axis; size 0 when it has none, being of one index, of unknown size or too long.</summary>
    public (int Start, int Size) Range(ValueAxis axis)
    {
        if (_ranges.TryGetValue(axis, out (int Start, int Size) known))
            return known;
        if (Shape(axis.Value) is not { } shape || axis.Axis < 0 || axis.Axis >= shape.Count || shape[axis.Axis].Size is not (> 1 and <= LongestAxis) || shape[axis.Axis].Size is not long size)
            return (0, 0);
        known = (_parent.Count, (int)size);
        for (int i = 0; i < known.Size; i++)
        {
            _parent.Add(_parent.Count);
            _frozen.Add(false);
        }

        return _ranges[axis] = known;
    }

    /// <summary>Two units go together.</summary>
    public void Union(int a, int b)
    {
        (a, b) = (Root(a), Root(b));
        (int low, int high) = a < b ? (a, b) : (b, a);
        _parent[high] = low;
    }

    /// <summary>The unit that stands for all that go with this one.</summary>
    public int Root(int unit)
    {
        while (_parent[unit] != unit)
            unit = _parent[unit] = _parent[_parent[unit]];
        return unit;
    }

    /// <summary>An axis keeps all its indices.</summary>
    public void Freeze(ValueAxis axis)
    {
        (int start, int size) = Range(axis);
        for (int i = 0; i < size; i++)
            _frozen[start + i] = true;
    }

    /// <summary>A value keeps all its indices along every axis.</summary>
    public void Freeze(string value)
    {
        for (int axis = 0; axis < (Shape(value)?.Count ?? 0); axis++)
            Freeze(new ValueAxis(value, axis));
    }

    /// <summary>For each unit that stands for others, whether they must stay: one of them is frozen, or they are all that an axis has.</summary>
    public bool[] Fixed()
    {
        bool[] stays = new bool[_parent.Count];
        for (int unit = 0; unit < stays.Length; unit++)
            stays[Root(unit)] |= _frozen[unit];
        foreach ((int start, int size) in _ranges.Values)
        {
            int first = Root(start);
            stays[first] |= Enumerable.Range(start, size).All(u => Root(u) == first);
        }

        return stays;
    }
}
