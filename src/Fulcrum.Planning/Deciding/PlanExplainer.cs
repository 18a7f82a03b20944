using System.Globalization;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Prediction;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Deciding;

/// <summary>A decision in words.</summary>
/// <param name="Summary">What was chosen and what it comes to.</param>
/// <param name="Reasons">What bound the choice, what the runner-up costs, what would flip it; a sentence each.</param>
/// <param name="RunnerUp">The best plan at another placement; null when there is none.</param>
public sealed record Explanation(string Summary, IReadOnlyList<string> Reasons, Plan? RunnerUp);

/// <summary>Puts decisions into words.</summary>
public static class PlanExplainer
{
    /// <summary>How far flips are looked for: up to so many times more or less.</summary>
    private const double Range = 1e4;

    /// <summary>Explains the best plan.</summary>
    public static Explanation Explain(DecisionSolver solver, Plan chosen, Objective objective, Constraints constraints, Conditions conditions)
    {
        Plan? second = solver.SolveBeside(chosen, objective, constraints, conditions);
        List<string> reasons = [Bottleneck(solver, chosen, conditions), .. Binding(solver, chosen, objective, constraints, conditions)];
        if (chosen.Tiers.Count(t => t.Nodes.Count > 0) == 1)
            reasons.Add($"Splitting loses here: everything runs on '{chosen.Tiers.Single(t => t.Nodes.Count > 0).Tier}'.");
        reasons.Add(second is null
            ? "No other placement keeps the constraints."
            : Say($"Runner-up: {second}: {objective.Of(second, conditions):0.######}, {objective.Of(second, conditions) / objective.Of(chosen, conditions):0.00##} times the chosen one."));
        reasons.AddRange(Flips(solver, chosen, objective, constraints, conditions));
        return new Explanation(Summary(chosen, objective, conditions), reasons, second);
    }

    private static string Summary(Plan plan, Objective objective, Conditions c)
    {
        string source = plan.Source switch { TimeSource.Measured => "measured", TimeSource.Composed or TimeSource.Fitted => "predicted from measurements", _ => "modelled" };
        string figures = string.Join(", ", Metrics.All.Select(m => $"{Metrics.Name(m)} {Metrics.Text(m, plan.Of(m, c))}"));
        return Say($"Chosen: {plan}; objective {objective.Of(plan, c):0.######}, times {source}: {figures}.");
    }

    private static string Bottleneck(DecisionSolver solver, Plan plan, Conditions c)
    {
        List<(string Name, double Seconds)> parts = [.. plan.Tiers.Select((t, i) => ($"computing on '{t.Tier}'", t.Seconds * c.Slowdown[i]))];
        for (int l = 0; l < plan.Links.Count; l++)
            parts.Add(($"sending from '{solver.System.Links[l].From}' to '{solver.System.Links[l].To}'", (8 * plan.Links[l].Bytes / c.UpBitsPerSecond[l]) + solver.System.Links[l].RttSeconds));
        double all = plan.Of(Metric.Latency, c);
        parts.Add(("the rest: fetching weights, the answer's way back, jitter", all - parts.Sum(p => p.Seconds)));
        (string name, double seconds) = parts.MaxBy(p => p.Seconds);
        return Say($"Most of its time is {name}: {1e3 * seconds:0.###} of {1e3 * all:0.###} ms.");
    }

    private static IEnumerable<string> Binding(DecisionSolver solver, Plan chosen, Objective objective, Constraints constraints, Conditions conditions)
    {
        double cost = objective.Of(chosen, conditions);
        List<(string Name, Constraints Without)> items = [.. constraints.Limits.Select(l => (ConflictFinder.Name(l), constraints with { Limits = [.. constraints.Limits.Where(o => !ReferenceEquals(o, l))] }))];
        if (constraints.RawInputStays)
            items.Add((ConflictFinder.RawInput, constraints with { RawInputStays = false }));
        if (constraints.TierMemory)
            items.Add((ConflictFinder.TierMemory, constraints with { TierMemory = false }));
        foreach ((string name, Constraints without) in items)
        {
            if (solver.Solve(objective, without, conditions) is Plan free && objective.Of(free, conditions) is double less && less < cost * (1 - 1e-9))
                yield return Say($"'{name}' bound the choice: without it {free} would cost {less:0.######}, {less / cost:0.00##} times.");
        }
    }

    /// <summary>The nearest flip along each condition that changes the plan's cost or a rival's.</summary>
    private static IEnumerable<string> Flips(DecisionSolver solver, Plan chosen, Objective objective, Constraints constraints, Conditions c)
    {
        for (int l = 0; l < solver.System.Links.Count; l++)
        {
            int link = l;
            string name = $"link '{solver.System.Links[l].From}' to '{solver.System.Links[l].To}'";
            foreach (FlipPoint flip in Both(solver, chosen, objective, constraints, t => c.WithLink(link, 1 / t), 1))
                yield return Say($"At {c.UpBitsPerSecond[l] / flip.Value / 1e6:0.######} Mbit/s on {name} {Words(flip)}.");
        }

        for (int t = 0; t < solver.System.Tiers.Count; t++)
        {
            int tier = t;
            foreach (FlipPoint flip in Both(solver, chosen, objective, constraints, s => c.WithSlowdown(tier, s), c.Slowdown[t]))
                yield return Say($"With '{solver.System.Tiers[t].Name}' {c.Slowdown[t] / flip.Value:0.####} times as fast {Words(flip)}.");
        }

        foreach (FlipPoint flip in Both(solver, chosen, objective, constraints, share => c with { ExpectedRequests = 1 / share }, 1 / c.ExpectedRequests))
            yield return Say($"At {1 / flip.Value:0.##} requests per download {Words(flip)}.");
    }

    private static IEnumerable<FlipPoint> Both(DecisionSolver solver, Plan chosen, Objective objective, Constraints constraints, Func<double, Conditions> at, double here)
    {
        foreach (double end in new[] { here / Range, here * Range })
        {
            if (new ConditionLine(at, here, end).Find(solver, chosen, objective, constraints) is FlipPoint flip)
                yield return flip;
        }
    }

    private static string Words(FlipPoint flip) => flip.Next is Plan next ? $"the choice moves to {next}" : "the chosen plan breaks a limit, and no plan keeps all";

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
