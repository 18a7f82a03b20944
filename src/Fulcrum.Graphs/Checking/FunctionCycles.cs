namespace Fulcrum.Graphs.Checking;

/// <summary>Functions that lie on a circle of calls. Each function is looked at once, without recursion: long chains must not overflow the stack.</summary>
internal static class FunctionCycles
{
    /// <summary>Positions of the functions with which a circle closes; empty when there is none.</summary>
    public static IReadOnlyList<int> Of(IReadOnlyList<Function> functions)
    {
        int[][] calls = Calls(functions);
        bool[] entered = new bool[calls.Length], left = new bool[calls.Length];
        int[] next = new int[calls.Length];
        SortedSet<int> closing = [];
        var open = new Stack<int>();
        for (int root = 0; root < calls.Length; root++)
        {
            Enter(root);
            while (open.TryPeek(out int function))
            {
                if (next[function] == calls[function].Length)
                    left[open.Pop()] = true;
                else
                    Enter(calls[function][next[function]++]);
            }
        }

        return [.. closing];

        void Enter(int function)
        {
            if (entered[function] && !left[function])
                closing.Add(function);
            else if (!entered[function])
            {
                entered[function] = true;
                open.Push(function);
            }
        }
    }

    /// <summary>For each function, those that its nodes call, in subgraphs included.</summary>
    private static int[][] Calls(IReadOnlyList<Function> functions)
    {
        ILookup<(string, string, string), int> byKey = Enumerable.Range(0, functions.Count).ToLookup(i => ((string, string, string))functions[i].Key);
        return [.. functions.Select(f => Calls(f.Nodes, byKey).Distinct().ToArray())];
    }

    private static IEnumerable<int> Calls(IReadOnlyList<Node> nodes, ILookup<(string, string, string), int> byKey) =>
        nodes.SelectMany(n => byKey[Function.KeyOf(n)].Concat(GraphIndex.Bodies(n).SelectMany(b => Calls(b.Nodes, byKey))));
}
