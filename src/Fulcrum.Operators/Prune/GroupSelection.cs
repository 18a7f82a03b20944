using Fulcrum.Graphs;
using Fulcrum.Ops;
using Fulcrum.Ops.Analysis;

namespace Fulcrum.Operators.Prune;

/// <summary>
/// Which groups go: those of least importance per multiply-accumulate that they cost, over all layers together, as many as the target needs.
/// No axis of a weight loses more than its cap; of each kind of group a rounded number stays.
/// </summary>
internal sealed class GroupSelection
{
    private readonly Model _model;
    private readonly ModelCoupling _coupling;
    private readonly PruneOptions _options;
    private readonly IReadOnlyList<CouplingGroup> _groups;
    private readonly int[] _order;
    private readonly int[] _kind;
    private readonly int[] _kinds;

    /// <summary>Ranks groups.</summary>
    /// <param name="model">The model that was analysed.</param>
    /// <param name="coupling">How it hangs together.</param>
    /// <param name="groups">Those that may go.</param>
    /// <param name="scores">How much each matters.</param>
    /// <param name="options">Cap and rounding.</param>
    public GroupSelection(Model model, ModelCoupling coupling, IReadOnlyList<CouplingGroup> groups, double[] scores, PruneOptions options)
    {
        (_model, _coupling, _groups, _options) = (model, coupling, groups, options);
        Dictionary<string, int> kinds = [];
        _kind = [.. groups.Select(g => KindOf(g, kinds))];
        _kinds = [.. Enumerable.Range(0, kinds.Count).Select(kind => _kind.Count(k => k == kind))];
        Macs = MacsWithout([]);
        long[] cost = [.. Enumerable.Range(0, kinds.Count).Select(kind => Macs - MacsWithout([groups[Array.IndexOf(_kind, kind)]]))];
        _order = [.. Enumerable.Range(0, groups.Count).Where(g => cost[_kind[g]] > 0).OrderBy(g => scores[g] / cost[_kind[g]]).ThenBy(g => g)];
    }

    /// <summary>Multiply-accumulates of the whole model, per sample.</summary>
    public long Macs { get; }

    /// <summary>The fewest groups, in order of rank, whose removal leaves no more multiply-accumulates than wanted; all that may go when even these are too few.</summary>
    public IReadOnlyList<CouplingGroup> Until(long macs)
    {
        (int low, int high) = (0, _order.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (MacsWithout(First(middle)) <= macs)
                high = middle;
            else
                low = middle + 1;
        }

        return First(low);
    }

    /// <summary>Multiply-accumulates that are left without some groups.</summary>
    public long MacsWithout(IReadOnlyList<CouplingGroup> groups)
    {
        GraphTypes types = TypeInference.Infer(GroupSurgery.Remove(_model, _coupling, groups, shapesOnly: true));
        return Tally.Of(types.Graph.Nodes.Select(n => types.Macs(n) ?? 0));
    }

    private List<CouplingGroup> First(int count)
    {
        var lost = new Dictionary<ValueAxis, int>();
        List<int>[] gone = [.. _kinds.Select(_ => new List<int>())];
        foreach (int group in _order.Take(count))
        {
            if (_groups[group].Members.Any(m => lost.GetValueOrDefault(m.Axis) + m.Indices.Count > Most(m.Axis)))
                continue;
            foreach (CouplingMember member in _groups[group].Members)
                lost[member.Axis] = lost.GetValueOrDefault(member.Axis) + member.Indices.Count;
            gone[_kind[group]].Add(group);
        }

        return [.. gone.SelectMany((list, kind) => list.Take(Rounded(kind, list))).Select(g => _groups[g])];
    }

    private int Most(ValueAxis axis) => (int)Math.Min(Size(axis) - 1, Math.Floor(_options.Cap * Size(axis)));

    private long Size(ValueAxis axis) => _coupling.Types.Tensor(axis.Value)!.Shape![axis.Axis].Size!.Value;

    /// <summary>How many of a kind go, so that what stays of its weights' axes is a multiple of the rounding; where other kinds share them, what goes is.</summary>
    private int Rounded(int kind, List<int> gone)
    {
        if (gone.Count == 0 || _options.Round <= 1)
            return gone.Count;
        CouplingMember widest = _groups[gone[0]].Members.Where(m => _coupling.Types.Constant(m.Axis.Value) is not null).MinBy(m => m.Indices.Count)!;
        int step = _options.Round / (int)Greatest(_options.Round, widest.Indices.Count), all = _kinds[kind];
        if ((long)all * widest.Indices.Count != Size(widest.Axis))
            return gone.Count / step * step;
        int kept = all - gone.Count;
        return all - Math.Min(all, (kept + step - 1) / step * step);
    }

    private static long Greatest(long a, long b) => b == 0 ? a : Greatest(b, a % b);

    private static int KindOf(CouplingGroup group, Dictionary<string, int> kinds)
    {
        string key = string.Join('\n', group.Members.Select(m => $"{m.Axis.Value}\t{m.Axis.Axis}\t{m.Indices.Count}"));
        return kinds.TryGetValue(key, out int kind) ? kind : kinds[key] = kinds.Count;
    }
}
