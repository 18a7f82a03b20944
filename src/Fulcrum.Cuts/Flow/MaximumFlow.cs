namespace Fulcrum.Cuts.Flow;

/// <summary>Maximum flow by Dinic's algorithm on a directed network with non-negative capacities.</summary>
/// <param name="vertices">How many vertices there are.</param>
internal sealed class MaximumFlow(int vertices)
{
    private readonly List<int> _to = [];
    private readonly List<double> _left = [];
    private readonly List<int>[] _edges = [.. Enumerable.Range(0, vertices).Select(_ => new List<int>())];
    private readonly int[] _level = new int[vertices];
    private readonly int[] _next = new int[vertices];

    /// <summary>Adds an edge; infinite capacities are allowed.</summary>
    public void Add(int from, int to, double capacity)
    {
        AddHalf(from, to, capacity);
        AddHalf(to, from, 0);
    }

    /// <summary>Pushes all the flow there is and returns the vertices that the source still reaches: its side of a minimum cut.</summary>
    public bool[] SourceSide(int source, int sink)
    {
        while (Layer(source, sink))
        {
            Array.Clear(_next);
            while (Push(source, sink) > 0)
            {
            }
        }

        return [.. _level.Select(l => l >= 0)];
    }

    private void AddHalf(int from, int to, double capacity)
    {
        _edges[from].Add(_to.Count);
        _to.Add(to);
        _left.Add(capacity);
    }

    private bool Layer(int source, int sink)
    {
        Array.Fill(_level, -1);
        _level[source] = 0;
        var pending = new Queue<int>([source]);
        while (pending.TryDequeue(out int vertex))
        {
            foreach (int edge in _edges[vertex])
            {
                if (_left[edge] <= 0 || _level[_to[edge]] >= 0)
                    continue;
                _level[_to[edge]] = _level[vertex] + 1;
                pending.Enqueue(_to[edge]);
            }
        }

        return _level[sink] >= 0;
    }

    /// <summary>One augmenting path along the layers, without recursion.</summary>
    private double Push(int source, int sink)
    {
        var path = new Stack<int>();
        int vertex = source;
        while (vertex != sink)
        {
            if (Advance(vertex) is int edge)
            {
                path.Push(edge);
                vertex = _to[edge];
            }
            else if (path.TryPop(out int back))
            {
                vertex = _to[back ^ 1];
                _next[vertex]++;
            }
            else
            {
                return 0;
            }
        }

        double flow = path.Min(e => _left[e]);
        if (double.IsPositiveInfinity(flow))
            throw new InvalidOperationException("Every cut has infinite cost.");
        foreach (int edge in path)
        {
            _left[edge] -= flow;
            _left[edge ^ 1] += flow;
        }

        return flow;
    }

    private int? Advance(int vertex)
    {
        for (; _next[vertex] < _edges[vertex].Count; _next[vertex]++)
        {
            int edge = _edges[vertex][_next[vertex]];
            if (_left[edge] > 0 && _level[_to[edge]] == _level[vertex] + 1)
                return edge;
        }

        return null;
    }
}
