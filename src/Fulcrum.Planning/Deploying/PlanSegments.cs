using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Graphs;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Deploying;

/// <summary>The parts of a variant that a plan's tiers run, for folders and for executions alike.</summary>
public static class PlanSegments
{
    /// <summary>One part for each tier that runs something, first to last; a tier that only hands on has none.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="variant">The variant that it names.</param>
    /// <param name="fetched">The weights that a tier has fetched, decoded, by the tier's name; null for one that has them as they are.</param>
    public static IReadOnlyList<ModelSegment> Of(Plan plan, Variant variant, Func<string, IReadOnlyDictionary<string, Tensor>?> fetched)
    {
        List<Cut> cuts = [];
        for (int i = 0; i < plan.Links.Count; i++)
        {
            if (plan.Tiers[i].Nodes.Count > 0 && plan.Tiers.Skip(i + 1).Any(t => t.Nodes.Count > 0))
                cuts.Add(plan.Links[i].Cut);
        }

        IEnumerable<string> tiers = plan.Tiers.Where(t => t.Nodes.Count > 0).Select(t => t.Tier);
        return [.. ModelSplitter.Split(variant.Map.Model, cuts).Zip(tiers, (segment, tier) => segment with { Model = Given(segment.Model, fetched(tier)) })];
    }

    private static Model Given(Model segment, IReadOnlyDictionary<string, Tensor>? fetched)
    {
        HashSet<string> own = [.. segment.Graph.Initializers.Select(t => t.Name)];
        return fetched is null ? segment : Subgraph.ReplaceInitializers(segment, fetched.Where(w => own.Contains(w.Key)).ToDictionary());
    }
}
