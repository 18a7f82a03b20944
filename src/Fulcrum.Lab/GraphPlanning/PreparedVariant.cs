using Fulcrum.Graphs;
using Fulcrum.Planning.Accuracy;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>A variant with all that the planner measured of it.</summary>
/// <param name="Variant">As data for the solver.</param>
/// <param name="Weights">For each pattern that codes weights, the tensors that a tier gets.</param>
/// <param name="Sha256">Of the candidate's file; null for none.</param>
/// <param name="Curve">Noise to points, as fitted.</param>
/// <param name="Readings">How many measurements it is fitted to.</param>
public sealed record PreparedVariant(Variant Variant, IReadOnlyDictionary<string, IReadOnlyDictionary<string, PackedTensor>> Weights, string? Sha256, DropCurve Curve, int Readings)
{
    /// <summary>The weights that a tier has fetched under a plan, coded; null where it has them as they are.</summary>
    public IReadOnlyDictionary<string, PackedTensor>? WeightsOn(Tier tier, Plan plan) => tier.HoldsModels ? null : Weights.GetValueOrDefault(plan.Pattern);

    /// <summary>The graph that the plans' cuts are of.</summary>
    public Model Model => Variant.Map.Model;
}
