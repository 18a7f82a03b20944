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
            UnitValue value = graph.Values[v];
            if ((value.Maker < 0 || head.Contains(value.Maker)) && value.Readers.Any(r => !head.Contains(r)))
                crossing.Add(v);
        }

        return new Frontier(head, crossing);
    }
}
