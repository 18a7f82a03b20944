using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Graphs;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Variants;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Planning.Deploying;

/// <summary>The parts of a variant that a plan's tiers run, for folders and for executions alike.</summary>
public static class PlanSegments
{
    /// <summary>The parts of each tier, first to last: one that ends behind each exit that the tier answers, and the rest; a tier that only hands on has none.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="variant">The variant that it names.</param>
    /// <param name="fetched">The weights that a tier has fetched, coded, by the tier's name; null for one that has them as they are.</param>
    public static IReadOnlyList<PlanSegment> Of(Plan plan, Variant variant, Func<string, IReadOnlyDictionary<string, PackedTensor>?> fetched)
    {
        PlanTier[] tiers = [.. plan.Tiers.Where(t => t.Nodes.Count > 0)];
        var paths = new VariantPaths(variant);
        List<End> ends = [];
        HashSet<int> done = [];
        for (int t = 0; t < tiers.Length; t++)
        {
            int[] before = [.. done];
            done.UnionWith(tiers[t].Nodes);
            int all = done.Count;
            foreach ((VariantExit exit, int path) in Answered(variant, tiers[t]))
            {
                Cut cut = variant.Map.At(before.Concat(tiers[t].Nodes.Where(n => paths.Has(path, n))));
                ends.Add(new End(tiers[t].Tier, cut, exit));
            }

            if (ends.LastOrDefault() is not { Cut: Cut last } || last.HeadNodes.Count < all)
                ends.Add(new End(tiers[t].Tier, t < tiers.Length - 1 ? variant.Map.At(done) : null, null));
        }

        Cut[] cuts = [.. ends.SkipLast(1).Select(e => e.Cut!)];
        return [.. ModelSplitter.Split(variant.Map.Model, cuts).Zip(ends, (segment, end) => Given(segment.Model, end, fetched(end.Tier)))];
    }

    /// <summary>The exits whose logits a tier makes, with the number of the way through the model that ends there.</summary>
    private static IEnumerable<(VariantExit Exit, int Path)> Answered(Variant variant, PlanTier tier)
    {
        HashSet<string> made = [.. tier.Nodes.SelectMany(n => variant.Map.Model.Graph.Nodes[n].Outputs)];
        return variant.Exits.Select((e, i) => (e, i)).Where(e => made.Contains(e.e.Output));
    }

    private static PlanSegment Given(Model segment, End end, IReadOnlyDictionary<string, PackedTensor>? fetched)
    {
        PackedTensor[] coded = [.. segment.Graph.Initializers.Where(t => fetched?.ContainsKey(t.Name) == true).Select(t => fetched![t.Name])];
        Model given = coded.Length == 0 ? segment : Subgraph.ReplaceInitializers(segment, coded.ToDictionary(t => t.Name, t => Tensor.From<float>(t.Name, t.Shape, t.Dequantize())));
        return new PlanSegment(end.Tier, given, end.Exit) { Coded = coded };
    }

    /// <summary>Where a part ends: behind a cut, or with the model.</summary>
    private sealed record End(string Tier, Cut? Cut, VariantExit? Exit);
}

/// <summary>One part.</summary>
/// <param name="Tier">Who runs it.</param>
/// <param name="Model">It as a model of its own, with the weights that the tier has.</param>
/// <param name="Exit">Where samples may leave behind it; null when none does.</param>
public sealed record PlanSegment(string Tier, Model Model, VariantExit? Exit)
{
    /// <summary>Those of its weights that the tier fetches coded, in the order of the model's; none for a tier that has them. Default none.</summary>
    public IReadOnlyList<PackedTensor> Coded { get; init; } = [];
}
