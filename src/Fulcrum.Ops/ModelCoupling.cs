using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>
/// Which indices of a model's values can be removed, and which only together: every op says how its axes hang together
/// (<see cref="OpDefinition.Couple"/>), inputs, outputs and what nobody knows keep all. Sizes that are read by Shape follow what is removed:
/// whoever removes makes known ones constants before.
/// </summary>
public sealed class ModelCoupling
{
    private const int MostRounds = 32;
    private readonly Dictionary<Node, Func<ShrinkScope, Node>> _rewrites = new(ReferenceEqualityComparer.Instance);

    private ModelCoupling(Model model)
    {
        Types = TypeInference.Infer(model);
        int[] alternatives = new int[model.Graph.Nodes.Count];
        UnitTable units;
        bool[] stays;
        int rounds = 0;
        do
        {
            units = new UnitTable(Types);
            int[] offered = Couple(model, units, alternatives);
            stays = units.Fixed();
            int dead = FirstDead(model.Graph, units, stays, offered, alternatives);
            if (dead < 0)
                break;
            alternatives[dead]++;
        }
        while (++rounds < MostRounds);
        Groups = Collect(units, stays);
    }

    /// <summary>What is known of the model's values.</summary>
    public GraphTypes Types { get; }

    /// <summary>The groups that may go, each leaving at least one index of every axis, in order of first appearance.</summary>
    public IReadOnlyList<CouplingGroup> Groups { get; }

    /// <summary>How the indices of a model hang together.</summary>
    public static ModelCoupling Of(Model model) => new(model);

    /// <summary>What a node becomes when indices around it go; the node itself when it has nothing to say.</summary>
    public Node Rewrite(Node node, ShrinkScope scope) => _rewrites.TryGetValue(node, out Func<ShrinkScope, Node>? rewrite) ? rewrite(scope) : node;

    private int[] Couple(Model model, UnitTable units, int[] alternatives)
    {
        _rewrites.Clear();
        Graph graph = model.Graph;
        HashSet<string> given = [.. graph.Initializers.Select(t => t.Name)];
        IEnumerable<string> ends = graph.Inputs.Select(i => i.Name).Where(i => !given.Contains(i)).Concat(graph.Outputs.Select(o => o.Name))
            .Concat(graph.SparseInitializers.Select(t => t.Name)).Concat(graph.Initializers.Where(t => t.Data is null || t.Element.BitWidth() < 8).Select(t => t.Name))
            .Concat(graph.Nodes.SelectMany(GraphIndex.Bodies).SelectMany(GraphIndex.Captures));
        foreach (string value in ends)
            units.Freeze(value);
        int[] offered = new int[graph.Nodes.Count];
        for (int i = 0; i < offered.Length; i++)
        {
            Node node = graph.Nodes[i];
            var scope = new CouplingScope(Types.Typed(node), units, alternatives[i]);
            if (!model.Functions.Any(f => f.IsCalledBy(node)))
                OpCatalog.Find(node)?.Couple(scope);
            scope.FreezeUnnamed();
            offered[i] = scope.Alternatives;
            if (scope.Rewrite is { } rewrite)
                _rewrites[node] = rewrite;
        }

        return offered;
    }

    /// <summary>The first node that has another way of coupling left and whose present one lets nothing go.</summary>
    private static int FirstDead(Graph graph, UnitTable units, bool[] stays, int[] offered, int[] alternatives)
    {
        for (int i = 0; i < offered.Length; i++)
        {
            if (offered[i] > alternatives[i] + 1 && graph.Nodes[i].Outputs.All(IsDead))
                return i;
        }

        return -1;

        bool IsDead(string value) => Enumerable.Range(0, units.Shape(value)?.Count ?? 0).Select(axis => units.Range(new ValueAxis(value, axis)))
            .All(range => Enumerable.Range(range.Start, range.Size).All(unit => stays[units.Root(unit)]));
    }

    private static IReadOnlyList<CouplingGroup> Collect(UnitTable units, bool[] stays)
    {
        var members = new SortedDictionary<int, List<CouplingMember>>();
        foreach ((ValueAxis axis, int start, int size) in units.Ranges)
        {
            foreach (var indices in Enumerable.Range(0, size).Where(i => !stays[units.Root(start + i)]).GroupBy(i => units.Root(start + i)))
            {
                if (!members.TryGetValue(indices.Key, out List<CouplingMember>? list))
                    members[indices.Key] = list = [];
                list.Add(new CouplingMember(axis, [.. indices]));
            }
        }

        return [.. members.Values.Select(list => new CouplingGroup(list))];
    }
}
