using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;

namespace Fulcrum.Lab.Recommending;

/// <summary>The objective as a function of a strategy's median latency: a part that moves with it, and the rest.</summary>
internal sealed class StrategyScores
{
    private readonly (double PerSecond, double Else)[] _lines;

    /// <summary>The scores of strategies under an objective.</summary>
    /// <param name="strategies">The strategies; those without a plan are judged by latency terms only.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="conditions">The conditions.</param>
    public StrategyScores(IReadOnlyList<CandidateStrategy> strategies, Objective objective, Conditions conditions) => _lines = [.. strategies.Select(s => Line(s, objective, conditions))];

    public double Of(int strategy, double medianSeconds) => (_lines[strategy].PerSecond * medianSeconds) + _lines[strategy].Else;

    private static (double, double) Line(CandidateStrategy strategy, Objective objective, Conditions conditions)
    {
        (double perSecond, double rest) = (0, 0);
        foreach (Metric metric in Metrics.All.Where(m => objective.Weights[(int)m] > 0))
        {
            double weight = objective.Weights[(int)metric], planned = strategy.Plan?.Of(metric, conditions) ?? 0;
            bool isLatency = metric is Metric.Latency or Metric.LatencyP50 or Metric.LatencyP99;
            if (isLatency && metric != Metric.LatencyP50 && strategy.Plan is { } plan)
                perSecond += weight * planned / Math.Max(1e-12, plan.Of(Metric.LatencyP50, conditions));
            else if (isLatency)
                perSecond += weight;
            else
                rest += weight * (metric == Metric.Drop ? strategy.DropPoints ?? 0 : planned);
        }

        return (perSecond, rest);
    }
}
