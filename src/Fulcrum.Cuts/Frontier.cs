using Fulcrum.Cuts.Units;

namespace Fulcrum.Cuts;

/// <summary>A head, and the values that cross to the rest.</summary>
/// <param name="Head">Units of the head; with a unit, all that it depends on.</param>
/// <param name="Crossing">Values made before and read after, ascending.</param>
internal sealed record Frontier(UnitSet Head, IReadOnlyList<int> Crossing)
{
    /// <summary>The frontier of a head.</summary>
    public static Frontier Of(UnitGraph graph, UnitSet head)
    {
        List<int> crossing = [];
        for (int v = 0; v < graph.Values.Count; v++)
        {
            if ((graph.Values[v].Maker is var maker && (maker < 0 || head.Contains(maker))) && IsReadOutside(graph, v, head))
                crossing.Add(v);
        }

        return new Frontier(head, crossing);
    }

    /// <summary>The units whose inputs are all there, ascending.</summary>
    public IEnumerable<int> Ready(UnitGraph graph)
    {
        var ready = new SortedSet<int>();
        foreach (int value in Crossing)
        {
            foreach (int reader in graph.Values[value].Readers)
            {
                if (!Head.Contains(reader) && IsReady(graph, reader))
                    ready.Add(reader);
            }
        }

        foreach (int source in graph.Sources)
        {
            if (!Head.Contains(source))
                ready.Add(source);
        }

        return ready;
    }

    /// <summary>The frontier with one more unit in the head, which must be ready.</summary>
    public Frontier With(UnitGraph graph, int unit)
    {
        UnitSet head = Head.With(unit);
        var crossing = new List<int>(Crossing.Count + 2);
        foreach (int value in Crossing)
        {
            if (IsReadOutside(graph, value, head))
                crossing.Add(value);
        }

        foreach (int made in graph.Units[unit].Makes)
        {
            if (IsReadOutside(graph, made, head))
                crossing.Add(made);
        }

        crossing.Sort();
        return new Frontier(head, crossing);
    }

    /// <summary>The frontier without small units in the head that the tail can compute itself from what crosses anyway.</summary>
    public Frontier GiveBack(UnitGraph graph)
    {
        Frontier slim = this;
        while (slim.Crossing.FirstOrDefault(v => slim.CanGiveBack(graph, graph.Values[v].Maker), -1) is >= 0 and int value)
            slim = Of(graph, slim.Head.Without(graph.Values[value].Maker));
        return slim;
    }

    private bool CanGiveBack(UnitGraph graph, int unit)
    {
        if (unit < 0 || !graph.Units[unit].IsSmall || !graph.Units[unit].Reads.All(Crossing.Contains))
            return false;
        foreach (int made in graph.Units[unit].Makes)
        {
            if (graph.Values[made].Readers.Any(Head.Contains))
                return false;
        }

        return true;
    }

    private bool IsReady(UnitGraph graph, int unit)
    {
        foreach (int value in graph.Units[unit].Reads)
        {
            if (graph.Values[value].Maker is >= 0 and int maker && !Head.Contains(maker))
                return false;
        }

        return true;
    }

    private static bool IsReadOutside(UnitGraph graph, int value, UnitSet head)
    {
        foreach (int reader in graph.Values[value].Readers)
        {
            if (!head.Contains(reader))
                return true;
        }

        return false;
    }
}
