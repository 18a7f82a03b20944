using Fulcrum.Cuts;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Baselines;

/// <summary>One cut, whatever it costs: the head on the first tier, the tail on a later one; of all codings of weights and tensors the ones of the least objective that keep the constraints.</summary>
/// <param name="cut">The cut; all in the head puts everything on the first tier, all in the tail sends the input.</param>
/// <param name="objective">What is minimised.</param>
/// <param name="coded">False: weights and tensors as they are computed, QPART's "no optimization".</param>
public sealed class AtCut(Cut cut, Objective objective, bool coded = true) : IPolicy
{
    /// <inheritdoc/>
    public string Name => $"at {cut.Name}{(coded ? "" : ", as it is")}";

    /// <inheritdoc/>
    public Plan? Choose(VariantSpace space, Constraints constraints, Conditions conditions) => Plans(space, space.Add(cut))
        .Where(p => constraints.Allow(p, conditions, space.System)).MinBy(p => objective.Of(p, conditions));

    private IEnumerable<Plan> Plans(VariantSpace space, int at)
    {
        CutPoint point = space.Cuts[at];
        for (int pattern = 0; pattern < (coded ? space.Patterns.Count : 1); pattern++)
        {
            if (point.IsFull)
                yield return SingleCut.OnDevice(space, pattern);
            foreach (int tier in point.IsFull ? [] : SingleCut.LaterTiers(space))
            {
                IEnumerable<LinkOption> options = coded ? point.Options : [point.Option([.. point.Tensors.Select(t => SingleCut.Plain(space, t))])];
                foreach (LinkOption option in options)
                    yield return space.Build(pattern, [.. Enumerable.Repeat(at, tier)], [.. Enumerable.Repeat(option, tier)]);
            }
        }
    }
}
