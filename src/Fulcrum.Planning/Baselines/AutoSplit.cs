using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Baselines;

/// <summary>
/// The decisions of Auto-Split (KDD 2021): any cut, one coding of the weights, one of the cut tensors; the least latency within the memory of the first tier and the loss that is
/// allowed; or the input, or no cut.
/// </summary>
public sealed class AutoSplit : IPolicy
{
    /// <inheritdoc/>
    public string Name => "auto-split";

    /// <inheritdoc/>
    public Plan? Choose(VariantSpace space, Constraints constraints, Conditions conditions) => Plans(space)
        .Where(p => p.Of(Metric.Drop, conditions) <= constraints.Of(Metric.Drop) && p.Of(Metric.Memory, conditions) <= Math.Min(constraints.Of(Metric.Memory), space.System.Tiers[0].MemoryBytes))
        .MinBy(p => p.Of(Metric.Latency, conditions));

    /// <summary>Every plan with one cut, one pattern and one name of coding.</summary>
    internal static IEnumerable<Plan> Plans(VariantSpace space)
    {
        for (int pattern = 0; pattern < space.Patterns.Count; pattern++)
        {
            yield return SingleCut.OnDevice(space, pattern);
            foreach (int cut in SingleCut.Cuts(space))
            {
                string[] names = [.. space.Cuts[cut].Tensors.Select(t => space.Codings(t).Select(c => c.Name)).Aggregate((a, b) => a.Intersect(b))];
                foreach (string name in names.DefaultIfEmpty(TensorCoding.Plain))
                {
                    foreach (int tier in SingleCut.LaterTiers(space))
                        yield return SingleCut.Of(space, pattern, tier, cut, t => SingleCut.Named(space, t, name) ?? SingleCut.Plain(space, t));
                }
            }
        }
    }
}
