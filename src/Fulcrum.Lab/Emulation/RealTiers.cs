using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Emulation;

/// <summary>Where real machines may stand among tiers, and how they have to be reachable.</summary>
internal static class RealTiers
{
    /// <exception cref="InputException"><c>tier-host</c>.</exception>
    public static void Check(TierSystem system)
    {
        if (system.Tiers[0] is { Host: not null, Ssh: null } asked)
            throw new InputException("tier-host", asked.Name, "The first tier is the device, which asks; nobody asks it at an address.", "Say with \"ssh\" where it is started, or take its \"host\" out.");
        Tier? before = system.Tiers.FirstOrDefault(t => t.IsReal);
        if (before is null)
            return;
        foreach (Tier tier in system.Tiers.SkipWhile(t => !ReferenceEquals(t, before)).Where((t, i) => t.Host is null && (i > 0 || !ReferenceEquals(t, system.Tiers[0]))))
        {
            throw tier.IsReal
                ? new InputException("tier-host", tier.Name, $"Nothing says where the tier before '{tier.Name}' reaches it.", "Give it a \"host\": http, its address and a port to listen on, 0 being any free one.")
                : new InputException("tier-host", tier.Name, $"Tier '{before.Name}' is a real machine, and the tier after it would have to be reached from there.", "Give it a \"host\" too.");
        }
    }
}
