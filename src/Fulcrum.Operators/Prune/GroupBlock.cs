using Fulcrum.Ops;

namespace Fulcrum.Operators.Prune;

/// <summary>Groups that go at once, so that what stays of an axis is a multiple of a rounding.</summary>
/// <param name="Groups">The least important of their kind that are left.</param>
/// <param name="Score">How much they matter together.</param>
/// <param name="Cost">Multiply-accumulates that they cost, when nothing else is removed.</param>
internal sealed record GroupBlock(IReadOnlyList<CouplingGroup> Groups, double Score, long Cost)
{
    /// <summary>Cuts the groups of one kind, which touch the same axes with as many indices each, into blocks, least important first.</summary>
    /// <param name="kind">The groups with their scores.</param>
    /// <param name="cost">What one of them costs.</param>
    /// <param name="round">The rounding.</param>
    /// <param name="size">The size of an axis.</param>
    /// <param name="isWeight">Whether an axis is a weight's.</param>
    public static IEnumerable<GroupBlock> Of(IReadOnlyList<(CouplingGroup Group, double Score)> kind, long cost, int round, Func<ValueAxis, long> size, Func<ValueAxis, bool> isWeight)
    {
        (CouplingGroup Group, double Score)[] sorted = [.. kind.OrderBy(g => g.Score)];
        CouplingMember narrowest = sorted[0].Group.Members.Where(m => isWeight(m.Axis)).MinBy(m => m.Indices.Count)!;
        int step = round / Greatest(round, narrowest.Indices.Count);
        bool ownsAxis = (long)sorted.Length * narrowest.Indices.Count == size(narrowest.Axis);
        int start = 0, next = ownsAxis && sorted.Length % step > 0 ? sorted.Length % step : step;
        for (; start + next <= sorted.Length; (start, next) = (start + next, step))
            yield return new GroupBlock([.. sorted[start..(start + next)].Select(g => g.Group)], sorted[start..(start + next)].Sum(g => g.Score), cost * next);
    }

    private static int Greatest(int a, int b) => b == 0 ? a : Greatest(b, a % b);
}
