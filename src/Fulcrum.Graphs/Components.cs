namespace Fulcrum.Graphs;

/// <summary>Strongly connected components (Tarjan), without recursion: deep graphs must not overflow the stack.</summary>
public static class Components
{
    /// <summary>The component of each vertex; components are numbered so that edges go from higher to lower numbers.</summary>
    /// <param name="next">Successors of each vertex.</param>
    public static int[] Of(IReadOnlyList<IReadOnlyList<int>> next)
    {
        int count = next.Count;
        int[] order = new int[count], low = new int[count], component = new int[count], position = new int[count];
        Array.Fill(component, -1);
        var open = new Stack<int>();
        var calls = new Stack<int>();
        (int visited, int found) = (0, 0);
        for (int root = 0; root < count; root++)
        {
            if (order[root] != 0)
                continue;
            calls.Push(root);
            while (calls.TryPeek(out int vertex))
            {
                if (order[vertex] == 0)
                {
                    order[vertex] = low[vertex] = ++visited;
                    open.Push(vertex);
                }

                if (position[vertex] < next[vertex].Count)
                {
                    int to = next[vertex][position[vertex]];
                    if (order[to] == 0)
                    {
                        calls.Push(to);
                        continue;
                    }

                    position[vertex]++;
                    if (component[to] < 0)
                        low[vertex] = Math.Min(low[vertex], low[to]);
                    continue;
                }

                calls.Pop();
                if (low[vertex] != order[vertex])
                    continue;
                int member;
                do
                    component[member = open.Pop()] = found;
                while (member != vertex);
                found++;
            }
        }

        return component;
    }
}
