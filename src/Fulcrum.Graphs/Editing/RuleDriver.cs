using Fulcrum.Graphs.Checking;
using Fulcrum.Problems;

namespace Fulcrum.Graphs.Editing;

/// <summary>The one place that applies edits: rule by rule, node by node, the graph checked after each rule, every edit recorded.</summary>
public static class RuleDriver
{
    /// <summary>Applies rules in order, each as often as it matches.</summary>
    /// <param name="model">A well-formed model.</param>
    /// <param name="rules">The rules.</param>
    /// <returns>The changed model and what was done, in order.</returns>
    /// <exception cref="InvalidOperationException">A rule broke the graph; the message names rule, node and problem.</exception>
    public static (Model Model, IReadOnlyList<RuleRecord> Records) Apply(Model model, params IReadOnlyList<IGraphRule> rules)
    {
        var records = new List<RuleRecord>();
        foreach (IGraphRule rule in rules)
            model = Apply(model, rule, records);
        return (model, records);
    }

    /// <summary>One edit on one graph.</summary>
    public static Graph Apply(Graph graph, GraphEdit edit)
    {
        var removed = new HashSet<Node>(edit.Remove, ReferenceEqualityComparer.Instance);
        int position = graph.Nodes.Count;
        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
            position = removed.Contains(graph.Nodes[i]) ? i : position;
        var nodes = graph.Nodes.Take(position).Concat(edit.Insert).Concat(graph.Nodes.Skip(position)).Where(n => !removed.Contains(n));
        HashSet<string> dropped = [.. edit.RemoveInitializers];
        return graph with
        {
            Nodes = [.. nodes.Select(n => Renaming.Reads(n, edit.Redirect))],
            Initializers = [.. graph.Initializers.Where(t => !dropped.Contains(t.Name)), .. edit.AddInitializers],
            Values = [.. graph.Values.Where(v => !edit.Redirect.ContainsKey(v.Name))],
        };
    }

    private static Model Apply(Model model, IGraphRule rule, List<RuleRecord> records)
    {
        bool wasSound = GraphChecker.Check(model).Count == 0;
        string last = "";
        var index = new GraphIndex(model.Graph);
        for (int position = 0; position < model.Graph.Nodes.Count;)
        {
            Node node = model.Graph.Nodes[position];
            if (rule.Match(index, node).Edit is not GraphEdit edit)
            {
                position++;
                continue;
            }

            Graph changed = Apply(model.Graph, edit);
            records.Add(new RuleRecord(rule.Name, last = node.Display, model.Graph.Nodes.Count, changed.Nodes.Count));
            if (changed.Nodes.Count > model.Graph.Nodes.Count || (edit.Remove.Count == 0 && edit.Insert.Count == 0))
                position++;
            model = model with { Graph = changed };
            index = new GraphIndex(changed);
        }

        if (wasSound && GraphChecker.Check(model) is [Problem broken, ..])
            throw new InvalidOperationException($"Rule {rule.Name} broke the graph, last at {last}: {broken}");
        return model;
    }
}
