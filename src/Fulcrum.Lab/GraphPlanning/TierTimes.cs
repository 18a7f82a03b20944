using Fulcrum.Cuts;
using Fulcrum.Planning.Prediction;
using Fulcrum.Planning.Profiles;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>How long models take on the tiers of a system: by the tiers' profiles where they have one, by their clocks otherwise.</summary>
public sealed class TierTimes
{
    private readonly Dictionary<string, MachineProfile> _profiles;

    /// <summary>Reads the profiles.</summary>
    /// <exception cref="InputException">A profile cannot be read, or was measured under another quota (<c>profile-foreign</c>).</exception>
    public TierTimes(TierSystem system) => _profiles = system.Tiers.Where(t => t.Profile is not null).ToDictionary(t => t.Name, t => Checked(t, ProfileFile.Read(t.Profile!)));

    /// <summary>The times of a model.</summary>
    /// <param name="candidate">It, as its file holds it.</param>
    /// <param name="map">It as it is cut, perhaps rewritten.</param>
    public ISegmentTimes Of(CandidateModel candidate, CutMap map)
    {
        var measured = new Dictionary<string, Func<IReadOnlyList<int>, TimeEstimate>>();
        foreach ((string tier, MachineProfile profile) in _profiles)
        {
            var times = new RewrittenTimes(candidate.Model, map.Model, new TimePredictor(profile).For(candidate.Model, candidate.Sha256));
            measured[tier] = times.Segment;
        }

        return new ProfiledTimes(measured, ModelledTimes.Of(map.Types));
    }

    /// <summary>The error that the tier's profile states of times from a source, |predicted - measured| / measured, at the 90th percentile of its models; null where it states none.</summary>
    public double? ErrorOf(string tier, TimeSource source)
    {
        string method = source switch { TimeSource.Composed => "composed", TimeSource.Fitted => "fitted_elsewhere", TimeSource.Modelled => "modelled", _ => "" };
        double[] stated = _profiles.TryGetValue(tier, out MachineProfile? profile) ? [.. profile.Models.SelectMany(m => m.Errors).Where(e => e.Method == method).Select(e => e.P90)] : [];
        return stated.Length > 0 ? stated.Max() : null;
    }

    private static MachineProfile Checked(Tier tier, MachineProfile profile) => profile.Environment.CpuQuota == tier.Cores || tier.Cores >= profile.Environment.Cores
        ? profile
        : throw new InputException("profile-foreign", $"{tier.Name}: {tier.Profile}", $"It was measured with {profile.Environment.Quota}, the tier has {(tier.Cores is double cores ? $"{cores} cores" : "no quota")}.", $"Measure that tier: fulcrum profile --tiers FILE --tier {tier.Name}.");
}
