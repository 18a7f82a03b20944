using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Lab.Studies;
using Fulcrum.Operators.Partition;
using Fulcrum.Ops.Upgrades;
using Fulcrum.Planning.Baselines;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Lab.Recommending;

/// <summary>
/// Makes the strategies to choose from: every variant on every tier alone, split between neighbours where the planner cuts best, as others ran it, and as the baselines decide.
/// </summary>
/// <param name="system">The tiers.</param>
/// <param name="conditions">The conditions for which cuts are chosen.</param>
public sealed class CandidateBuilder(TierSystem system, Conditions conditions)
{
    private readonly TierTimes _times = new(system);
    private readonly Dictionary<string, VariantSpace> _spaces = [];
    private readonly List<CandidateStrategy> _made = [];

    /// <summary>Mean bytes of an input in an ordinary lossless encoding; null when not known, then it is sent as the model takes it.</summary>
    public double? EncodedInputBytes { get; init; }

    /// <summary>Whether slow links carry packed tensors, as in a study. Default false.</summary>
    public bool Packs { get; init; }

    private PlanLoads Loads => new(system, _times);

    /// <summary>Builds the candidates.</summary>
    /// <param name="variants">The model as it came first; names unique.</param>
    /// <param name="ran">Placements that measurements are of; at most one for each operator and tiers.</param>
    /// <param name="grid">Conditions over which the best static cut is sought.</param>
    /// <exception cref="InputException">A variant cannot be planned: sizes unknown, too large to search, profiles of others.</exception>
    public IReadOnlyList<CandidateStrategy> Build(IReadOnlyList<RecommendVariant> variants, IReadOnlyList<RanPlacement> ran, IReadOnlyList<Conditions> grid)
    {
        foreach (RecommendVariant variant in variants)
        {
            foreach (RanPlacement placement in ran.Where(r => r.Operator == variant.Name))
                _made.Add(Ran(variant, placement, variants[0]));
            if (variant.Model is not null)
                AddOwn(variant);
        }

        Label(variants[0], grid);
        return [.. _made.Select(c => c with { PackedBelow = [.. c.Links.Select((_, l) => Packs ? StudyConditions.PackedBelow(system.Tiers[l]) : 0)] })];
    }

    private void AddOwn(RecommendVariant variant)
    {
        VariantSpace space = Space(variant);
        for (int tier = 0; tier < system.Tiers.Count; tier++)
            Add(variant, [tier], space.Place([.. Enumerable.Repeat(space.Variant.Map.AllInTail, tier)], Shortest));
        Cut[] cuts = [.. VariantSpace.Listed(space.Variant.Map).Where(c => c.HeadNodes.Count > 0 && c.HeadNodes.Count < space.Variant.Map.AllInHead.HeadNodes.Count)];
        for (int tier = 0; tier + 1 < system.Tiers.Count; tier++)
        {
            Cut[] before = [.. Enumerable.Repeat(space.Variant.Map.AllInTail, tier)];
            if (cuts.Select(c => space.Place([.. before, c], Shortest)).MinBy(p => p.Of(Metric.LatencyP50, conditions)) is Plan best)
                Add(variant, [tier, tier + 1], best);
        }
    }

    /// <summary>Adds a plan unless it is there; beside another of the same operator and tiers it is named by its cut.</summary>
    private CandidateStrategy Add(RecommendVariant variant, int[] tiers, Plan plan)
    {
        string name = PlacementText.Of(tiers, system);
        if (_made.FirstOrDefault(c => c.Operator == variant.Name && c.Plan?.Placement == plan.Placement) is { } same)
            return same;
        CandidateStrategy made = Loads.Of(plan, variant.Name, name, variant.DropPoints, conditions.ExpectedRequests);
        if (_made.Any(c => c.Operator == variant.Name && c.Tier == name))
            made = made with { Cut = plan.Links.LastOrDefault(l => !l.SendsInput)?.Cut.Name ?? "the input" };
        _made.Add(made);
        return made;
    }

    /// <summary>What somebody ran: cut where the plan folder says, else into parts of equal size; of an unknown operator like the model as it came.</summary>
    private CandidateStrategy Ran(RecommendVariant variant, RanPlacement ran, RecommendVariant identity)
    {
        bool isKnown = variant.Model is not null;
        VariantSpace space = Space(isKnown ? variant : identity);
        IReadOnlyList<Cut>? cuts = ran.Plan is { } manifest ? Cuts(space.Variant.Map, manifest, ran.Tiers[^1]) : ran.Tiers.Length == 1 ? [.. Enumerable.Repeat(space.Variant.Map.AllInTail, ran.Tiers[0])] : null;
        bool isGuessed = cuts is null;
        Plan plan = space.Place(cuts ?? EqualParts(space.Variant.Map, ran.Tiers), Shortest);
        CandidateStrategy made = Loads.Of(plan, variant.Name, PlacementText.Of(ran.Tiers, system), variant.DropPoints, conditions.ExpectedRequests);
        return made with
        {
            Plan = isKnown ? plan : null,
            OperatorSpread = isKnown ? 0 : PlanLoads.GuessedCut,
            Compute = isGuessed ? [.. made.Compute.Select(c => c with { Spread = Math.Max(c.Spread, PlanLoads.GuessedCut) })] : made.Compute,
            Links =
            [
                .. made.Links.Select((l, i) => l.IsUsed && ran.Plan is { } folder && PlanLoads.Bytes(folder, i) is double bytes
                    ? l with { UpBytes = bytes, Sent = string.Join('+', folder.Links[i].Tensors.Select(t => t.Name)) }
                    : l with { Spread = isGuessed && l.IsUsed ? PlanLoads.GuessedCut : l.Spread }),
            ],
        };
    }

    /// <summary>The cuts of a plan folder in a model; null when its tensors are not there, or it ends on another tier.</summary>
    private static Cut[]? Cuts(CutMap map, PlanManifest manifest, int lastTier)
    {
        var index = new GraphIndex(map.Model.Graph);
        HashSet<string> inputs = [.. map.Model.Graph.Inputs.Select(i => i.Name)];
        if (manifest.Links.Count != lastTier || manifest.Links.SelectMany(l => l.Tensors).Any(t => !inputs.Contains(t.Name) && index.Producer(t.Name) is null))
            return null;
        Cut[] cuts = [.. manifest.Links.Select(l => map.At(l.Tensors.Select(t => index.Producer(t.Name)).OfType<int>()))];
        return cuts.Any(c => c.HeadNodes.Count == map.AllInHead.HeadNodes.Count) ? null : cuts;
    }

    private static Cut[] EqualParts(CutMap map, int[] tiers)
    {
        Cut[] parts = [.. PartitionOperator.EqualSize(map.Model, tiers.Length).Select(c => map.At(c.HeadNodes))];
        return [.. Enumerable.Range(0, tiers[^1]).Select(link => tiers.Count(t => t <= link) is > 0 and int done ? parts[done - 1] : map.AllInTail)];
    }

    private void Label(RecommendVariant identity, IReadOnlyList<Conditions> grid)
    {
        for (int tier = 0; tier < system.Tiers.Count; tier++)
            Name(c => c.Operator == identity.Name && c.Tier == system.Tiers[tier].Name, tier == 0 ? "all on device" : $"{(EncodedInputBytes is null ? "input" : "encoded input")} to {system.Tiers[tier].Name}");
        if (new BestStatic(Objective.Least(Metric.LatencyP50), grid).Choose(Space(identity), Constraints.None, conditions) is not Plan best)
            return;
        int[] tiers = [.. Enumerable.Range(0, best.Tiers.Count).Where(t => best.Tiers[t].Nodes.Count > 0)];
        CandidateStrategy added = Add(identity, tiers, best);
        Name(c => c.Name == added.Name, "best static cut");
    }

    private void Name(Func<CandidateStrategy, bool> which, string baseline)
    {
        int at = _made.FindIndex(c => which(c));
        if (at >= 0)
            _made[at] = _made[at] with { Baselines = [.. _made[at].Baselines, baseline] };
    }

    private VariantSpace Space(RecommendVariant variant)
    {
        if (_spaces.TryGetValue(variant.Name, out VariantSpace? known))
            return known;
        Model model = OpsetUpgrade.Lift(variant.Model!.Model);
        CutMap map = CutMap.Of(model);
        return _spaces[variant.Name] = new VariantSpace(new Variant { Name = variant.Name, Map = map, Times = _times.Of(variant.Model, map), Codings = Inputs(map), DropPoints = Math.Max(0, variant.DropPoints ?? 0) }, system);
    }

    private Dictionary<string, IReadOnlyList<TensorCoding>> Inputs(CutMap map)
    {
        ValueInfo[] inputs = [.. map.AllInTail.Tensors];
        return EncodedInputBytes is double bytes && inputs.Length == 1 && map.BytesOf(inputs[0].Name) is long plain
            ? new() { [inputs[0].Name] = [new TensorCoding(TensorCoding.Plain, plain), new TensorCoding(TensorCoding.Compressed, bytes)] }
            : [];
    }

    private static TensorCoding Shortest(string tensor, IReadOnlyList<TensorCoding> codings) => codings.MinBy(c => c.Bytes)!;
}
