using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Deciding;

/// <summary>Where along one condition another plan takes over.</summary>
/// <param name="Value">The condition's value there, as its line counts it.</param>
/// <param name="Next">The plan that takes over; null when the old one only breaks a limit there and nothing keeps all.</param>
public sealed record FlipPoint(double Value, Plan? Next);

/// <summary>One condition that varies while the others stay. Costs are linear in the position on the line: the time of a byte, a slowdown, the share of a download.</summary>
/// <param name="At">The conditions at a position.</param>
/// <param name="Here">The position now.</param>
/// <param name="End">How far to look; above or below.</param>
internal sealed record ConditionLine(Func<double, Conditions> At, double Here, double End)
{
    /// <summary>
    /// The nearest flip between here and the end. The least cost over all plans is concave along the line, so going from the end to where its plan costs as much as the chosen one,
    /// and again from there, comes to the nearest crossing; with limits, plans that are forbidden on part of the line can hide a nearer one.
    /// </summary>
    public FlipPoint? Find(DecisionSolver solver, Plan chosen, Objective objective, Constraints constraints)
    {
        (double limit, bool breaks) = FirstBreak(chosen, constraints);
        double position = limit;
        FlipPoint? found = breaks ? new FlipPoint(limit, null) : null;
        for (int step = 0; step < 50; step++)
        {
            Conditions there = At(position);
            Plan? best = solver.Solve(objective, constraints, there);
            if (best is null || best.Placement == chosen.Placement || objective.Of(best, there) >= objective.Of(chosen, there) * (1 - 1e-9))
                return found is { Next: null } && best is not null && best.Placement != chosen.Placement ? found with { Next = best } : found;
            double crossing = Crossing(chosen, best, objective, position);
            if (Math.Abs(crossing - position) <= 1e-9 * Math.Abs(position))
                return new FlipPoint(crossing, best);
            (position, found) = (crossing, new FlipPoint(crossing, best));
        }

        return found;
    }

    private double Crossing(Plan a, Plan b, Objective objective, double position)
    {
        double here = Math.Max(0, objective.Of(b, At(Here)) - objective.Of(a, At(Here))), there = objective.Of(b, At(position)) - objective.Of(a, At(position));
        return Here + ((position - Here) * here / (here - there));
    }

    /// <summary>Where the plan first breaks a limit; the end when it does not.</summary>
    private (double Position, bool Breaks) FirstBreak(Plan plan, Constraints constraints)
    {
        (double first, bool breaks) = (End, false);
        foreach (Limit limit in constraints.Limits)
        {
            double here = plan.Of(limit.Metric, At(Here)), end = plan.Of(limit.Metric, At(End));
            double at = Here + ((End - Here) * (limit.Most - here) / (end - here));
            if (end > limit.Most * Constraints.Slack && here <= limit.Most && Math.Abs(at - Here) < Math.Abs(first - Here))
                (first, breaks) = (at, true);
        }

        return (first, breaks);
    }
}
