using Fulcrum.Graphs;
using Fulcrum.Ops;

namespace Fulcrum.Operators.Prune;

/// <summary>Takes groups out of a model: weights shrink, counts in attributes and constants follow, what nobody reads any more goes.</summary>
internal static class GroupSurgery
{
    /// <summary>The model without some groups.</summary>
    /// <param name="model">The model that was analysed.</param>
    /// <param name="coupling">How it hangs together.</param>
    /// <param name="groups">What goes; every axis must keep an index.</param>
    /// <param name="shapesOnly">Weights get their new shape but no elements: enough to count work.</param>
    public static Model Remove(Model model, ModelCoupling coupling, IEnumerable<CouplingGroup> groups, bool shapesOnly = false)
    {
        Dictionary<ValueAxis, bool[]> removed = Removed(coupling, groups);
        if (removed.Count == 0)
            return model;
        HashSet<string> touched = [.. removed.Keys.Select(axis => axis.Value)];
        Graph graph = model.Graph;
        HashSet<string> names = [.. graph.Nodes.SelectMany(n => n.Outputs), .. graph.Initializers.Select(t => t.Name), .. graph.Inputs.Select(i => i.Name)];
        var constants = new List<Tensor>();
        Node[] nodes = [.. graph.Nodes.Select(n => n.Inputs.Concat(n.Outputs).Any(touched.Contains) ? coupling.Rewrite(n, new ShrinkScope(n, removed, axis => Size(coupling, axis), Constant)) : n)];
        Tensor[] initializers = [.. graph.Initializers.Select(t => touched.Contains(t.Name) ? Shrunk(t, removed, shapesOnly) : t), .. constants];
        return Living(model with { Graph = graph with { Nodes = nodes, Initializers = initializers, Values = [] } });

        string Constant(string stem, long[] values)
        {
            string name = stem;
            for (int i = 1; !names.Add(name); i++)
                name = $"{stem}_{i}";
            constants.Add(Tensor.From<long>(name, [values.Length], values));
            return name;
        }
    }

    private static Dictionary<ValueAxis, bool[]> Removed(ModelCoupling coupling, IEnumerable<CouplingGroup> groups)
    {
        var removed = new Dictionary<ValueAxis, bool[]>();
        foreach (CouplingMember member in groups.SelectMany(g => g.Members))
        {
            if (!removed.TryGetValue(member.Axis, out bool[]? gone))
                removed[member.Axis] = gone = new bool[Size(coupling, member.Axis) ?? 0];
            foreach (int index in member.Indices)
                gone[index] = true;
        }

        return removed;
    }

    private static long? Size(ModelCoupling coupling, ValueAxis axis) => coupling.Types.Tensor(axis.Value)?.Shape?[axis.Axis].Size;

    private static Tensor Shrunk(Tensor tensor, Dictionary<ValueAxis, bool[]> removed, bool shapesOnly)
    {
        for (int axis = 0; axis < tensor.Shape.Count; axis++)
        {
            if (removed.TryGetValue(new ValueAxis(tensor.Name, axis), out bool[]? gone))
                tensor = Without(tensor, axis, gone, shapesOnly);
        }

        return tensor;
    }

    private static Tensor Without(Tensor tensor, int axis, bool[] gone, bool shapesOnly)
    {
        int[] kept = [.. Enumerable.Range(0, gone.Length).Where(i => !gone[i])];
        long[] shape = [.. tensor.Shape.Select((size, i) => i == axis ? kept.Length : size)];
        if (shapesOnly)
            return tensor with { Shape = shape, Data = TensorData.Empty };
        int outer = (int)tensor.Shape.Take(axis).Aggregate(1L, (product, size) => product * size);
        int inner = (int)tensor.Element.ByteCount(tensor.Shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size));
        ReadOnlySpan<byte> from = tensor.Bytes.Span;
        byte[] to = new byte[(long)outer * kept.Length * inner];
        for (int row = 0, at = 0; row < outer; row++)
        {
            foreach (int index in kept)
            {
                from.Slice(((row * gone.Length) + index) * inner, inner).CopyTo(to.AsSpan(at));
                at += inner;
            }
        }

        return tensor with { Shape = shape, Data = TensorData.Of(to), External = null };
    }

    /// <summary>The model without nodes and constants that its outputs do not need. Constants that callers may set keep their place among the inputs.</summary>
    private static Model Living(Model model)
    {
        Dictionary<string, Tensor> initializers = model.Graph.Initializers.ToDictionary(t => t.Name);
        ValueInfo[] given = [.. model.Graph.Inputs.Where(i => !initializers.ContainsKey(i.Name))];
        Model living = Subgraph.Extract(model, given, model.Graph.Outputs);
        HashSet<string> left = [.. living.Graph.Initializers.Select(t => t.Name)];
        IEnumerable<ValueInfo> inputs = model.Graph.Inputs.Where(i => !initializers.ContainsKey(i.Name) || left.Contains(i.Name));
        return living with { Graph = living.Graph with { Inputs = [.. inputs.Select(i => initializers.TryGetValue(i.Name, out Tensor? tensor) ? Retyped(i, tensor) : i)] } };
    }

    private static ValueInfo Retyped(ValueInfo input, Tensor tensor) => input with { Type = new TensorType(tensor.Element, [.. tensor.Shape.Select(size => (Dim)size)]) };
}
