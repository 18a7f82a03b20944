using Fulcrum.Planning.Placements;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Deciding;

/// <summary>What is minimised: a weighted sum of metrics, QPART (17) with more terms.</summary>
public sealed record Objective
{
    private Objective(IReadOnlyList<double> weights) => Weights = weights;

    /// <summary>The weight of each metric, in the order of <see cref="Metric"/>.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>omega per second of mean latency, tau per joule, eta per USD: QPART (17).</summary>
    public static Objective Qpart(double omega, double tau, double eta) => Of((Metric.Latency, omega), (Metric.Energy, tau), (Metric.Money, eta));

    /// <summary>One metric alone.</summary>
    public static Objective Least(Metric metric) => Of((metric, 1));

    /// <summary>Any weighted sum.</summary>
    /// <exception cref="InputException"><c>weights-out-of-range</c> for weights that are negative or not finite, or all zero.</exception>
    public static Objective Of(params IReadOnlyList<(Metric Metric, double Weight)> terms)
    {
        Problem[] problems = [.. terms.Where(t => !(t.Weight >= 0) || double.IsInfinity(t.Weight)).Select(t => new Problem("weights-out-of-range", Metrics.Name(t.Metric), $"{t.Weight} is no weight.", "Give zero or a positive, finite weight."))];
        if (problems.Length == 0 && terms.All(t => t.Weight == 0))
            problems = [new Problem("weights-out-of-range", "weights", "All weights are zero.", "Weigh one metric at least.")];
        return problems.Length == 0 ? new Objective([.. Metrics.All.Select(m => terms.Where(t => t.Metric == m).Sum(t => t.Weight))]) : throw new InputException(problems);
    }

    /// <summary>What a plan costs.</summary>
    public double Of(Plan plan, Conditions conditions) => Metrics.All.Sum(m => Weights[(int)m] == 0 ? 0 : Weights[(int)m] * plan.Of(m, conditions));
}
