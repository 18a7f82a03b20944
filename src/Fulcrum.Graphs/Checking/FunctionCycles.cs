namespace Fulcrum.Graphs.Checking;

/// <summary>Functions that lie on a circle of calls.</summary>
internal static class FunctionCycles
{
    /// <summary>Their positions, ascending; empty when there are none.</summary>
    public static IEnumerable<int> Of(IReadOnlyList<Function> functions)
    {
        ILookup<(string, string, string), int> byKey = Enumerable.Range(0, functions.Count).ToLookup(i => ((string, string, string))functions[i].Key);
        int[][] calls = [.. functions.Select(f => Calls(f.Nodes, byKey).Distinct().ToArray())];
        int[] component = Components.Of(calls);
        int[] members = new int[component.Length];
        foreach (int c in component)
            members[c]++;
        return Enumerable.Range(0, calls.Length).Where(i => members[component[i]] > 1 || calls[i].Contains(i));
    }

    /// <summary>The functions that nodes call, in subgraphs included.</summary>
    private static IEnumerable<int> Calls(IReadOnlyList<Node> nodes, ILookup<(string, string, string), int> byKey) =>
        nodes.SelectMany(n => byKey[Function.KeyOf(n)].Concat(GraphIndex.Bodies(n).SelectMany(b => Calls(b.Nodes, byKey))));
}
