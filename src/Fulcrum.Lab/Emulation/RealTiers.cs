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
        Tier? real = null;
        foreach (Tier tier in system.Tiers)
        {
            if (real is not null && tier is { IsReal: false })
                throw new InputException("tier-host", tier.Name, $"Tier '{real.Name}' is a real machine, and the tier after it would have to be reached from there.", "Give it a \"host\" too.");
            if (tier is { IsReal: true, Host: null } && tier != system.Tiers[0])
                throw new InputException("tier-host", tier.Name, $"Nothing says where the tier before '{tier.Name}' reaches it.", "Give it a \"host\": http, its address and a port to listen on, 0 being any free one.");
            real ??= tier.IsReal ? tier : null;
        }
    }
}
