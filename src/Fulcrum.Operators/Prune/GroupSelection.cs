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
    /// <summary>How often work is counted while the last blocks are chosen.</summary>
    private const int MostTrials = 32;

    private readonly Model _model;
    private readonly ModelCoupling _coupling;
    private readonly double _cap;
    private readonly GroupBlock[] _blocks;

    /// <summary>Ranks groups.</summary>
    /// <param name="model">The model that was analysed.</param>
    /// <param name="coupling">How it hangs together.</param>
    /// <param name="groups">Those that may go.</param>
    /// <param name="scores">How much each matters.</param>
    /// <param name="options">Cap and rounding.</param>
    public GroupSelection(Model model, ModelCoupling coupling, IReadOnlyList<CouplingGroup> groups, double[] scores, PruneOptions options)
    {
        (_model, _coupling, _cap) = (model, coupling, options.Cap);
        Macs = MacsWithout([]);
        HashSet<string> weights = [.. model.Graph.Initializers.Select(t => t.Name)];
        var blocks = new List<GroupBlock>();
        foreach (var kind in groups.Select((group, i) => (Group: group, Score: scores[i])).GroupBy(g => Kind(g.Group)))
        {
            long cost = Macs - MacsWithout([kind.First().Group]);
            if (cost > 0)
                blocks.AddRange(GroupBlock.Of([.. kind], cost, options.Round, Size, axis => weights.Contains(axis.Value)));
        }

        _blocks = [.. blocks.OrderBy(b => b.Score / b.Cost)];
    }

    /// <summary>Multiply-accumulates of the whole model, per sample.</summary>
    public long Macs { get; }

    /// <summary>Groups of low rank whose removal leaves no more multiply-accumulates than wanted and not many fewer; all that may go when even these are too few.</summary>
    public IReadOnlyList<CouplingGroup> Until(long macs)
    {
        (int low, int high) = (0, _blocks.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Left(Allowed(_blocks.Take(middle))) <= macs)
                high = middle;
            else
                low = middle + 1;
        }

        List<GroupBlock> past = GivenBack(Allowed(_blocks.Take(low)), macs);
        List<GroupBlock>? around = low == 0 ? null : WithoutLast(low, macs);
        List<GroupBlock> chosen = around is not null && around.Sum(b => b.Score) < past.Sum(b => b.Score) ? around : past;
        return [.. chosen.SelectMany(b => b.Groups)];
    }

    /// <summary>Multiply-accumulates that are left without some groups.</summary>
    public long MacsWithout(IEnumerable<CouplingGroup> groups)
    {
        GraphTypes types = TypeInference.Infer(GroupSurgery.Remove(_model, _coupling, groups, shapesOnly: true));
        return Tally.Of(types.Graph.Nodes.Select(n => types.Macs(n) ?? 0));
    }

    private long Left(List<GroupBlock> blocks) => MacsWithout(blocks.SelectMany(b => b.Groups));

    /// <summary>The last block may have gone far past the target: what else is then not needed, most important first, stays.</summary>
    private List<GroupBlock> GivenBack(List<GroupBlock> chosen, long macs)
    {
        long spare = macs - Left(chosen);
        int trials = 0;
        for (int i = chosen.Count - 2; i >= 0 && spare > 0 && trials < MostTrials; i--)
        {
            if (chosen[i].Cost > 2 * spare)
                continue;
            List<GroupBlock> fewer = [.. chosen.Where((_, at) => at != i)];
            trials++;
            if (macs - Left(fewer) is >= 0 and var rest)
                (chosen, spare) = (fewer, rest);
        }

        return chosen;
    }

    /// <summary>The blocks before the one that crosses the target, and smaller ones behind it instead; null when these are not enough.</summary>
    private List<GroupBlock>? WithoutLast(int count, long macs)
    {
        List<GroupBlock> chosen = Allowed(_blocks.Take(count - 1));
        long missing = Left(chosen) - macs;
        for (int i = count, trials = 0; i < _blocks.Length && missing > 0 && trials < MostTrials; i++)
        {
            if (_blocks[i].Cost > 2 * missing || Allowed([.. chosen, _blocks[i]]).Count == chosen.Count)
                continue;
            chosen.Add(_blocks[i]);
            trials++;
            missing = Left(chosen) - macs;
        }

        return missing > 0 ? null : chosen;
    }

    /// <summary>Blocks in order, without those that would take more of an axis than its cap.</summary>
    private List<GroupBlock> Allowed(IEnumerable<GroupBlock> blocks)
    {
        var lost = new Dictionary<ValueAxis, int>();
        var allowed = new List<GroupBlock>();
        foreach (GroupBlock block in blocks)
        {
            (ValueAxis Axis, int Count)[] takes = [.. block.Groups[0].Members.Select(m => (m.Axis, m.Indices.Count * block.Groups.Count))];
            if (takes.Any(t => lost.GetValueOrDefault(t.Axis) + t.Count > Most(t.Axis)))
                continue;
            foreach ((ValueAxis axis, int count) in takes)
                lost[axis] = lost.GetValueOrDefault(axis) + count;
            allowed.Add(block);
        }

        return allowed;
    }

    private int Most(ValueAxis axis) => (int)Math.Min(Size(axis) - 1, Math.Floor(_cap * Size(axis)));

    private long Size(ValueAxis axis) => _coupling.Types.Tensor(axis.Value)!.Shape![axis.Axis].Size!.Value;

    /// <summary>Groups of one kind touch the same axes with as many indices.</summary>
    private static string Kind(CouplingGroup group) => string.Join('\n', group.Members.Select(m => $"{m.Axis.Value}\t{m.Axis.Axis}\t{m.Indices.Count}"));
}
