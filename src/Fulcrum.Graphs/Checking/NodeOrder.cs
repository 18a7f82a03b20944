namespace Fulcrum.Graphs.Checking;

/// <summary>Which node makes a value and which nodes depend on each other in a circle, wherever they stand in the list.</summary>
internal sealed class NodeOrder
{
    private readonly Dictionary<string, int> _makers = new(StringComparer.Ordinal);
    private readonly int[] _component;

    public NodeOrder(IReadOnlyList<Node> nodes)
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            foreach (string output in nodes[i].Outputs)
                _makers.TryAdd(output, i);
        }

        _component = Components.Of([.. nodes.Select(n => GraphIndex.Reads(n).Select(MakerOf).OfType<int>().ToArray())]);
    }

    public int? MakerOf(string value) => _makers.TryGetValue(value, out int maker) ? maker : null;

    public bool AreOnOneCycle(int a, int b) => _component[a] == _component[b];
}
