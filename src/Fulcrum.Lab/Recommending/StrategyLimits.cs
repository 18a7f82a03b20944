using System.Globalization;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Lab.Recommending;

/// <summary>A limit that a strategy does not keep.</summary>
/// <param name="Limit">The metric's name, <c>raw_input</c> or <c>tier_memory</c>.</param>
/// <param name="Value">What the strategy has; null when nobody knows.</param>
/// <param name="Most">What is allowed; null where it is no number.</param>
/// <param name="Text">In words, with by how much.</param>
public sealed record BrokenLimit(string Limit, double? Value, double? Most, string Text)
{
    /// <summary>How many times the limit it is; infinite when that cannot be said.</summary>
    public double Ratio => Value is double value && Most is > 0 and double most ? value / most : double.PositiveInfinity;
}

/// <summary>Holds strategies against limits: latencies as predicted after measurements, everything else as planned.</summary>
/// <param name="constraints">The limits.</param>
/// <param name="system">The tiers.</param>
/// <param name="conditions">The conditions.</param>
internal sealed class StrategyLimits(Constraints constraints, TierSystem system, Conditions conditions)
{
    public IReadOnlyList<BrokenLimit> Broken(CandidateStrategy strategy, double medianSeconds)
    {
        List<BrokenLimit> broken = [];
        foreach (Limit limit in constraints.Limits)
        {
            if (!(Value(limit.Metric, strategy, medianSeconds) is double value))
                broken.Add(new BrokenLimit(Metrics.Name(limit.Metric), null, limit.Most, $"{Metrics.Name(limit.Metric)} is not known"));
            else if (value > limit.Most * (1 + 1e-9))
                broken.Add(new BrokenLimit(Metrics.Name(limit.Metric), value, limit.Most, $"{Metrics.Name(limit.Metric)} {Metrics.Text(limit.Metric, value)} is above {Metrics.Text(limit.Metric, limit.Most)}{Times(value, limit.Most)}"));
        }

        if (constraints.RawInputStays && strategy.Plan?.SendsInput != false)
            broken.Add(new BrokenLimit("raw_input", null, null, strategy.Plan is null ? "whether the input leaves the device is not known" : "the input leaves the device"));
        if (constraints.TierMemory && strategy.Plan is { } plan)
        {
            foreach ((PlanTier part, Tier tier) in plan.Tiers.Zip(system.Tiers).Where(t => t.First.MemoryBytes > t.Second.MemoryBytes))
                broken.Add(new BrokenLimit("tier_memory", part.MemoryBytes, tier.MemoryBytes, $"{tier.Name} needs {Metrics.Text(Metric.Memory, part.MemoryBytes)} of its {Metrics.Text(Metric.Memory, tier.MemoryBytes)}"));
        }

        return broken;
    }

    /// <summary>A metric of a strategy: mean and 99th percentile of latency move with the median; null when nobody knows.</summary>
    public double? Value(Metric metric, CandidateStrategy strategy, double medianSeconds) => metric switch
    {
        Metric.LatencyP50 => medianSeconds,
        Metric.Drop => strategy.DropPoints,
        Metric.Latency or Metric.LatencyP99 => strategy.Plan is { } plan ? medianSeconds * plan.Of(metric, conditions) / Math.Max(1e-12, plan.Of(Metric.LatencyP50, conditions)) : medianSeconds,
        _ => strategy.Plan?.Of(metric, conditions),
    };

    private static string Times(double value, double most) => most > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({value / most:0.##} times)") : "";
}
