using Fulcrum.Cuts.Units;

namespace Fulcrum.Cuts;

/// <summary>
/// Finds heads with few crossing values. Cuts of one value are found one by one, all of them; cuts of several by growing heads unit by unit from there,
/// through heads that at most <see cref="Slack"/> more values cross than wanted.
/// </summary>
internal sealed class FrontierSearch(UnitGraph graph, int maximumTensors, int maximumStates)
{
    private const int Slack = 2;
    private readonly Dictionary<UnitSet, Frontier> _seen = [];
    private readonly Queue<Frontier> _pending = new();

    /// <summary>Whether everything within reach was seen.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Every frontier found with at most the wanted number of values, neither side empty.</summary>
    public IReadOnlyList<Frontier> Run()
    {
        foreach (UnitSet head in Ancestors().Append(UnitSet.Empty(graph.Units.Count)))
            Visit(head, 1);
        IEnumerable<Frontier> seeds = [.. _pending.Where(f => f.Crossing.Count <= 1 || f.Head.Count == 0)];
        _pending.Clear();
        foreach (Frontier seed in seeds)
            _pending.Enqueue(seed);
        while (_pending.TryDequeue(out Frontier? from))
            Grow(from);
        return [.. _seen.Values.Where(f => f.Crossing.Count > 0 && f.Crossing.Count <= maximumTensors && f.Head.Count > 0 && f.Head.Count < graph.Units.Count)];
    }

    /// <summary>For each unit, the head that ends with it.</summary>
    private UnitSet[] Ancestors()
    {
        var result = new UnitSet[graph.Units.Count];
        for (int u = 0; u < result.Length; u++)
        {
            UnitSet head = UnitSet.Empty(result.Length).With(u);
            foreach (int maker in Makers(u))
                head = head.Union(result[maker]);
            result[u] = head;
        }

        return result;
    }

    private void Grow(Frontier from)
    {
        for (int u = 0; u < graph.Units.Count; u++)
        {
            if (from.Head.Contains(u) || Makers(u).Any(m => !from.Head.Contains(m)))
                continue;
            if (_seen.Count >= maximumStates)
            {
                IsComplete = false;
                return;
            }

            Visit(from.Head.With(u), maximumTensors + Slack);
        }
    }

    private void Visit(UnitSet head, int limit)
    {
        if (_seen.ContainsKey(head))
            return;
        Frontier frontier = Frontier.Of(graph, head);
        if (frontier.Crossing.Count > limit && head.Count > 0)
            return;
        _seen[head] = frontier;
        _pending.Enqueue(frontier);
    }

    private IEnumerable<int> Makers(int unit) => graph.Units[unit].Reads.Select(v => graph.Values[v].Maker).Where(m => m >= 0);
}
