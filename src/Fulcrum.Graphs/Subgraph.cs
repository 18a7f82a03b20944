using Fulcrum.Problems;

namespace Fulcrum.Graphs;

/// <summary>Cuts segments out of graphs and turns constants into inputs. Weights are shared, never copied.</summary>
public static class Subgraph
{
    /// <summary>
    /// The part of a model between two sets of values: everything needed to compute <paramref name="outputs"/> once
    /// <paramref name="inputs"/> are given. Names, metadata and opsets are kept.
    /// </summary>
    /// <param name="model">The whole model.</param>
    /// <param name="inputs">Values that become inputs, with their types.</param>
    /// <param name="outputs">Values that become outputs, with their types.</param>
    /// <exception cref="InputException"><c>cut-incomplete</c> when an output also needs something that the inputs do not determine.</exception>
    public static Model Extract(Model model, IReadOnlyList<ValueInfo> inputs, IReadOnlyList<ValueInfo> outputs)
    {
        var index = new GraphIndex(model.Graph);
        HashSet<string> given = [.. inputs.Select(i => i.Name)];
        HashSet<string> needed = [];
        SortedSet<int> nodes = [];
        var pending = new Stack<string>(outputs.Select(o => o.Name));
        while (pending.TryPop(out string? value))
        {
            if (given.Contains(value) || !needed.Add(value) || index.IsConstant(value))
                continue;
            int producer = index.Producer(value) ?? throw new InputException(
                "cut-incomplete", value, $"The segment needs '{value}', which its inputs do not determine.", "Add it to the cut.");
            nodes.Add(producer);
            foreach (string read in GraphIndex.Reads(model.Graph.Nodes[producer]))
                pending.Push(read);
        }

        var kept = nodes.Select(i => model.Graph.Nodes[i]).ToArray();
        HashSet<string> alive = [.. needed, .. kept.SelectMany(n => n.Outputs)];
        return model with
        {
            Graph = model.Graph with
            {
                Nodes = kept,
                Inputs = inputs,
                Outputs = outputs,
                Initializers = [.. model.Graph.Initializers.Where(t => needed.Contains(t.Name))],
                SparseInitializers = [.. model.Graph.SparseInitializers.Where(t => needed.Contains(t.Name))],
                Values = [.. model.Graph.Values.Where(v => alive.Contains(v.Name) && !given.Contains(v.Name))],
            },
        };
    }

    /// <summary>Turns the named constants into inputs (after the existing ones), so that they can be changed from run to run.</summary>
    /// <param name="model">The model.</param>
    /// <param name="names">Names of initializers.</param>
    public static Model PromoteInitializers(Model model, IReadOnlyCollection<string> names)
    {
        var promoted = model.Graph.Initializers.Where(t => names.Contains(t.Name)).ToArray();
        return model with
        {
            Graph = model.Graph with
            {
                Initializers = [.. model.Graph.Initializers.Where(t => !names.Contains(t.Name))],
                Inputs =
                [
                    .. model.Graph.Inputs.Where(i => !names.Contains(i.Name)),
                    .. promoted.Select(t => new ValueInfo(t.Name, t.Element, [.. t.Shape.Select(d => (Dim)d)])),
                ],
            },
        };
    }

    /// <summary>Replaces constants by name, keeping order; a replacement for a name that is not there is an error.</summary>
    /// <exception cref="ArgumentException">A replacement names no initializer.</exception>
    public static Model ReplaceInitializers(Model model, IReadOnlyDictionary<string, Tensor> replacements)
    {
        var known = model.Graph.Initializers.Select(t => t.Name).ToHashSet();
        string? stray = replacements.Keys.FirstOrDefault(name => !known.Contains(name));
        if (stray is not null)
            throw new ArgumentException($"No initializer is named '{stray}'.", nameof(replacements));
        return model with
        {
            Graph = model.Graph with
            {
                Initializers = [.. model.Graph.Initializers.Select(t => replacements.GetValueOrDefault(t.Name, t))],
            },
        };
    }
}
