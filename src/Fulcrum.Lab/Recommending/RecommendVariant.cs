using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Lab.Recommending;

/// <summary>A form of the model that may be recommended.</summary>
/// <param name="Name">Its name, as in the column <c>operator</c> of measurements, in any case; <c>identity</c> is the model as it came.</param>
/// <param name="Model">It; null when only measurements know it.</param>
/// <param name="DropPoints">Points of accuracy lost; null when nobody measured them.</param>
public sealed record RecommendVariant(string Name, CandidateModel? Model, double? DropPoints)
{
    /// <summary>The name of the model as it came.</summary>
    public const string Identity = Studies.StudyOperator.Identity;
}

/// <summary>A placement of a variant that somebody ran.</summary>
/// <param name="Operator">The variant's name.</param>
/// <param name="Tiers">Positions of the tiers that compute.</param>
/// <param name="Plan">What was run; null when nothing is known of it: parts of equal size are assumed.</param>
public sealed record RanPlacement(string Operator, int[] Tiers, PlanManifest? Plan);
