using System.Globalization;
using Fulcrum.Planning.Costs;
using Fulcrum.Planning.Patterns;

namespace Fulcrum.Planning.Online;

/// <summary>Puts a decision into words: what was chosen, what the runner-up costs, what would flip it, and whether splitting pays at all.</summary>
public static class DecisionExplainer
{
    /// <summary>What a cut means, in words.</summary>
    public static string CutName(int cut, int layers) =>
        cut == 0 ? "send the input" : cut == layers ? "all on the device" : $"after layer {cut}";

    /// <summary>One sentence on the choice.</summary>
    public static string Summary(PatternSet set, Decision decision)
    {
        Candidate c = decision.Chosen;
        string where = CutName(c.Pattern.Cut, set.Layers.Count);
        return Say($"Chosen: cut {c.Pattern.Cut} ({where}), level {c.Pattern.Level} points: {1e3 * c.Cost.TotalSeconds:0.###} ms, {1e3 * c.Cost.EnergyJoules:0.###} mJ, objective {c.Cost.Objective:0.######}.");
    }

    /// <summary>The reasons, a sentence each.</summary>
    public static IReadOnlyList<string> Reasons(OnlinePlanner planner, PlanningRequest request, Decision decision)
    {
        PatternSet set = planner.Patterns;
        int layers = set.Layers.Count;
        List<string> reasons = [Bottleneck(decision.Chosen.Cost)];
        if (decision.RunnerUp is Candidate second)
            reasons.Add(Say($"Runner-up: cut {second.Pattern.Cut} ({CutName(second.Pattern.Cut, layers)}), objective {second.Cost.Objective:0.######}, {second.Cost.Objective / decision.Chosen.Cost.Objective:0.0#} times the chosen one."));
        if (decision.Chosen.Pattern.Cut == 0)
            reasons.Add("Splitting loses here: sending the input and computing on the server is cheaper than any split.");
        else if (decision.Chosen.Pattern.Cut == layers)
            reasons.Add("Splitting loses here: computing everything on the device is cheaper than any split.");
        reasons.AddRange(Flips(planner, request, decision));
        return reasons;
    }

    private static string Bottleneck(CostBreakdown cost)
    {
        (string name, double seconds) = new[]
        {
            ("the download of the segment", cost.DownloadSeconds), ("computing on the device", cost.DeviceSeconds),
            ("sending the cut tensor", cost.UplinkSeconds), ("computing on the server", cost.ServerSeconds),
        }.MaxBy(part => part.Item2);
        return Say($"Most of its time is {name}: {1e3 * seconds:0.###} of {1e3 * cost.TotalSeconds:0.###} ms.");
    }

    private static IEnumerable<string> Flips(OnlinePlanner planner, PlanningRequest request, Decision decision)
    {
        int cut = decision.Chosen.Pattern.Cut, layers = planner.Patterns.Layers.Count;
        if (FlipPoint(planner, cut, 1e-7, 1e7, f => request with { Link = request.Link with { BitsPerSecond = request.Link.BitsPerSecond * f } }) is (double rate, int atRate))
            yield return Say($"At a link of {request.Link.BitsPerSecond * rate / 1e6:0.###} Mbit/s the choice would move to cut {atRate} ({CutName(atRate, layers)}).");
        if (FlipPoint(planner, cut, 1, 1e9, f => request with { ExpectedRequests = request.ExpectedRequests * f }) is (double requests, int atRequests))
            yield return Say($"From {request.ExpectedRequests * requests:0} requests per download it would move to cut {atRequests} ({CutName(atRequests, layers)}).");
        if (FlipPoint(planner, cut, 1, 1e9, f => request with { Device = request.Device with { ClockHz = request.Device.ClockHz * f } }) is (double clock, int atClock))
            yield return Say($"With a device clock of {request.Device.ClockHz * clock / 1e6:0} MHz it would move to cut {atClock} ({CutName(atClock, layers)}).");
        if (cut == 0 && !request.RawInputStays)
        {
            Decision? kept = TryChoose(planner, request with { RawInputStays = true });
            if (kept is not null)
                yield return Say($"If the raw input must stay on the device: cut {kept.Chosen.Pattern.Cut} ({CutName(kept.Chosen.Pattern.Cut, layers)}), objective {kept.Chosen.Cost.Objective:0.######}.");
        }
    }

    /// <summary>The factor nearest 1 at which another cut wins, by bisection in the logarithm; null when none does within the range.</summary>
    private static (double Factor, int Cut)? FlipPoint(OnlinePlanner planner, int cut, double least, double most, Func<double, PlanningRequest> scaled)
    {
        foreach (double end in new[] { most, least }.Where(end => end != 1))
        {
            if (TryChoose(planner, scaled(end)) is not Decision far || far.Chosen.Pattern.Cut == cut)
                continue;
            (double same, double other, int moved) = (0, Math.Log(end), far.Chosen.Pattern.Cut);
            for (int i = 0; i < 60; i++)
            {
                double middle = (same + other) / 2;
                if (TryChoose(planner, scaled(Math.Exp(middle)))?.Chosen.Pattern.Cut is int at && at != cut)
                    (other, moved) = (middle, at);
                else
                    same = middle;
            }

            return (Math.Exp(other), moved);
        }

        return null;
    }

    private static Decision? TryChoose(OnlinePlanner planner, PlanningRequest request)
    {
        try
        {
            return planner.Choose(request);
        }
        catch (Problems.InputException)
        {
            return null;
        }
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
