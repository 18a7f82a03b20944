using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Baselines;

/// <summary>Another way of deciding, to compare with. It sees one variant; its plan may break constraints that it knows nothing of.</summary>
public interface IPolicy
{
    /// <summary>Its name in results.</summary>
    string Name { get; }

    /// <summary>Its plan; null when it has none.</summary>
    Plan? Choose(VariantSpace space, Constraints constraints, Conditions conditions);
}
