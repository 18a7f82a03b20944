using System.Text;

namespace Fulcrum.Qpart.Benchmarks;

/// <summary>Our choice beside those of the literature.</summary>
internal sealed class PolicyTables(StringBuilder text)
{
    public void Write(IReadOnlyList<ModelFigures> models)
    {
        (ModelFigures Model, PolicyFigures At, PolicyFigure Best)[] all = [.. models.SelectMany(m => m.Policies.Select(p => (m, p, p.Others.Where(o => o.Loses is null).MinBy(o => o.Objective)!)))];
        double least = all.Min(a => (a.Best.Objective - a.At.Ours) / a.Best.Objective);
        Say(FormattableString.Invariant($"""

            ## Policies

            The objective under Table II, at most {GraphStudy.Budget} point lost, the download of weights spread over N requests. Unlike in the figures above, the answer's way back counts (40 bytes), and the input may travel losslessly encoded. Neurosurgeon, DADS and the
            tiers alone send and hold floats; where the input must stay on the device, policies that send it are left out, and so are, from the comparison, plans cheaper than ours that lose more than that when they are executed on held-out calibration samples. Ours is {(least >= -1e-9 ? "never worse" : "WORSE somewhere")} than any of them: by {100 * least:0.00} % of the best of the others where it is least ahead. {Floats(all.Select(a => a.At))}
            Auto-Split and the best static cut are given our codings and know N; with one condition and two tiers they can find what we find.

            | model | N | input stays | ours | points it loses (95 %) | best of the others | ours less |{string.Concat(Names(models).Select(n => $" {n} |"))}
            |{string.Concat(Enumerable.Repeat(" --- |", 7 + Names(models).Count))}
            """));
        foreach ((ModelFigures model, PolicyFigures at, PolicyFigure best) in all)
        {
            Say(FormattableString.Invariant($"| {model.Name} | {at.Requests} | {(at.InputStays ? "yes" : "")} | {at.Ours:0.000000} | {at.Lost} | {best.Policy} | {100 * (best.Objective - at.Ours) / best.Objective:0.00} % |")
                + string.Concat(Names(models).Select(n => at.Others.FirstOrDefault(o => o.Policy == n) is { } o ? FormattableString.Invariant($" {o.Objective:0.000000}{(o.Loses is double points ? $", loses {points:0.00}" : "")} |") : " |")));
        }

        Say("\nOur choices:\n");
        foreach ((ModelFigures model, PolicyFigures at, _) in all)
            Say(FormattableString.Invariant($"- {model.Name}, N = {at.Requests}{(at.InputStays ? ", input stays" : "")}: {at.Plan}"));
    }

    /// <summary>How far ahead ours is of policies that send floats.</summary>
    private static string Floats(IEnumerable<PolicyFigures> all)
    {
        double[] ahead = [.. all.SelectMany(p => p.Others.Where(o => o.Policy is "dads" || o.Policy.StartsWith("neurosurgeon", StringComparison.Ordinal)).Select(o => 100 * (1 - (p.Ours / o.Objective))))];
        return FormattableString.Invariant($"Of Neurosurgeon and DADS it is ahead by {ahead.Min():0.0} to {ahead.Max():0.0} %.");
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<ModelFigures> models) => [.. models.SelectMany(m => m.Policies).SelectMany(p => p.Others).Select(o => o.Policy).Distinct()];

    private void Say(string line) => text.Append(line).Append('\n');
}
