using Fulcrum.Cuts.Units;

namespace Fulcrum.Cuts;

/// <summary>
/// Finds heads with few crossing values. Cuts of one value are found one by one, all of them; cuts of several by growing heads unit by unit from there,
/// through heads that a few more values cross than wanted: two, and in small graphs step by step more. Units that only compute a few integers (shapes, indices) go along
/// with what they read as soon as they can, and back to the tail where that spares a crossing value.
/// </summary>
internal sealed class FrontierSearch(UnitGraph graph, int maximumTensors, int maximumStates)
{
    private const int FirstSlack = 2;
    private const int LastSlack = 8;
    private const int StatesForMoreSlack = 4_000;
    private readonly List<Frontier> _tooWide = [];
    private readonly HashSet<UnitSet> _seen = [];
    private readonly Queue<Frontier> _pending = new();
    private readonly Dictionary<UnitSet, Frontier> _found = [];

    /// <summary>Whether everything within reach was seen.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Every frontier found with at most the wanted number of values, neither side empty.</summary>
    public IReadOnlyCollection<Frontier> Run()
    {
        foreach (UnitSet head in Ancestors())
            Visit(Frontier.Of(graph, head), 1);
        _tooWide.Clear();
        Visit(Frontier.Of(graph, UnitSet.Empty(graph.Units.Count)), int.MaxValue);
        for (int slack = FirstSlack; maximumStates > 0 && slack <= LastSlack && (slack == FirstSlack || _seen.Count < StatesForMoreSlack); slack += 2)
            GrowAll(maximumTensors + slack, slack == FirstSlack ? maximumStates : Math.Min(maximumStates, StatesForMoreSlack));
        return _found.Values;
    }

    /// <summary>For each unit, the head that ends with it.</summary>
    private UnitSet[] Ancestors()
    {
        var result = new UnitSet[graph.Units.Count];
        for (int u = 0; u < result.Length; u++)
        {
            UnitSet head = UnitSet.Empty(result.Length).With(u);
            foreach (int value in graph.Units[u].Reads)
            {
                if (graph.Values[value].Maker is >= 0 and int maker)
                    head = head.Union(result[maker]);
            }

            result[u] = head;
        }

        return result;
    }

    private void GrowAll(int limit, int states)
    {
        Frontier[] again = [.. _tooWide];
        _tooWide.Clear();
        foreach (Frontier frontier in again)
            Visit(frontier, limit);
        while (_pending.TryDequeue(out Frontier? from))
        {
            if (_seen.Count >= states + graph.Units.Count)
            {
                IsComplete = IsComplete && states < maximumStates;
                return;
            }

            foreach (int unit in from.Ready(graph))
                Visit(from.With(graph, unit), limit);
        }
    }

    private void Visit(Frontier reached, int limit)
    {
        Frontier frontier = Absorb(reached);
        if (frontier.Crossing.Count(v => !graph.IsSmall(v)) > limit)
        {
            _tooWide.Add(frontier);
            return;
        }

        if (!_seen.Add(frontier.Head))
            return;
        _pending.Enqueue(frontier);
        Frontier slim = frontier.GiveBack(graph);
        if (slim.Crossing.Count > 0 && slim.Crossing.Count(v => !graph.IsSmall(v)) <= maximumTensors && slim.Head.Count > 0 && slim.Head.Count < graph.Units.Count)
            _found.TryAdd(slim.Head, slim);
    }

    private Frontier Absorb(Frontier frontier)
    {
        while (graph.HasSmallUnits && frontier.Ready(graph).Where(u => graph.Units[u].IsSmall).Select(u => (int?)u).FirstOrDefault() is int small)
            frontier = frontier.With(graph, small);
        return frontier;
    }
}
