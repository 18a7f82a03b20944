using Fulcrum.Graphs;
using Fulcrum.Ops;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Exits;

/// <summary>Joins the segments of a chain to the whole model again, its exits as further outputs: the other way round of <see cref="ExitSplitter"/>. Values of one name are one value.</summary>
public static class ExitJoiner
{
    private const string Remedy = "Make the folder again with `fulcrum apply`.";

    /// <summary>The whole model: outputs are the final one, then the exits in order.</summary>
    /// <param name="segments">First to last.</param>
    /// <param name="plan">The names of the final output and of the exits.</param>
    /// <exception cref="InputException"><c>plan-exits-chain</c> (segments that do not fit together), <c>plan-exits-output</c> (an output that is not there, or holds no logits like the final one).</exception>
    public static Model Join(IReadOnlyList<Model> segments, ExitPlan plan)
    {
        Graph first = segments[0].Graph;
        Dictionary<string, Node?> known = first.Inputs.ToDictionary(i => i.Name, _ => (Node?)null);
        List<Node> nodes = [];
        List<Tensor> initializers = [];
        List<SparseTensor> sparse = [];
        var values = new Dictionary<string, ValueInfo>();
        foreach (Model segment in segments)
        {
            Require(segments[0].Opsets.ToHashSet().SetEquals(segment.Opsets), segment.Graph.Name, "The segments have different operator sets.");
            initializers.AddRange(segment.Graph.Initializers.Where(t => known.TryAdd(t.Name, null) || (segment == segments[0] && first.Inputs.Any(i => i.Name == t.Name))));
            sparse.AddRange(segment.Graph.SparseInitializers.Where(t => known.TryAdd(t.Name, null)));
            foreach (ValueInfo input in segment.Graph.Inputs)
                Require(known.ContainsKey(input.Name), input.Name, "A segment reads a value that no segment before it makes.");
            foreach (Node node in segment.Graph.Nodes)
                Add(node, known, nodes);
            foreach (ValueInfo value in segment.Graph.Values.Concat(segment.Graph.Outputs))
                values.TryAdd(value.Name, value);
        }

        string[] names = [plan.Final, .. plan.Points.Select(p => p.Output)];
        foreach (string name in names)
            RequireOutput(known.GetValueOrDefault(name) is not null && values.ContainsKey(name), name, "No segment makes this output.");
        ValueInfo[] outputs = [.. names.Select(n => values[n])];
        Model joined = segments[0] with
        {
            Graph = first with { Nodes = nodes, Initializers = initializers, SparseInitializers = sparse, Outputs = outputs, Values = [.. values.Values.Where(v => !names.Contains(v.Name))] },
        };
        RequireLogits(joined, names);
        return joined;
    }

    /// <summary>Nodes that both sides of a cut run again are there once.</summary>
    private static void Add(Node node, Dictionary<string, Node?> known, List<Node> nodes)
    {
        string[] made = [.. node.Outputs.Where(o => o.Length > 0)];
        if (made.Length > 0 && made.All(known.ContainsKey))
        {
            Require(known[made[0]] is not Node same || (same.OpType == node.OpType && same.Inputs.SequenceEqual(node.Inputs)), made[0], "Two segments make values of this name in different ways.");
            return;
        }

        foreach (string output in made)
            Require(known.TryAdd(output, node), output, "Two segments make values of this name in different ways.");
        nodes.Add(node);
    }

    private static void RequireLogits(Model joined, string[] names)
    {
        GraphTypes types = TypeInference.Infer(joined);
        long? classes = null;
        foreach (string name in names)
        {
            TensorType? type = types.Tensor(name);
            long? own = type is { Element: ElementType.Float, Shape: [_, { Size: long size }] } ? size : null;
            RequireOutput(own is not null && own == (classes ??= own), name, $"The output is {type?.Element.ToString() ?? "unknown"}[{string.Join(',', type?.Shape?.Select(d => d.ToString()) ?? ["?"])}]: no logits [batch, classes] like those of '{names[0]}'.");
        }
    }

    private static void Require(bool holds, string place, string message)
    {
        if (!holds)
            throw new InputException("plan-exits-chain", place, message, Remedy);
    }

    private static void RequireOutput(bool holds, string place, string message)
    {
        if (!holds)
            throw new InputException("plan-exits-output", place, message, Remedy);
    }
}
