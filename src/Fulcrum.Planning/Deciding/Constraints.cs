using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Deciding;

/// <summary>The most that a metric may be.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Most">Its limit, in the metric's unit.</param>
public sealed record Limit(Metric Metric, double Most);

/// <summary>What every plan must keep.</summary>
public sealed record Constraints
{
    /// <summary>A hair above the limit counts as the limit.</summary>
    internal const double Slack = 1 + 1e-12;

    /// <summary>None but the memory of the tiers.</summary>
    public static readonly Constraints None = new();

    /// <summary>Limits of metrics.</summary>
    public IReadOnlyList<Limit> Limits { get; init; } = [];

    /// <summary>Whether no input may leave the first tier.</summary>
    public bool RawInputStays { get; init; }

    /// <summary>Whether segments must fit into the memory of their tiers. Default true.</summary>
    public bool TierMemory { get; init; } = true;

    /// <summary>The least limit of a metric; infinite when there is none.</summary>
    public double Of(Metric metric) => Limits.Where(l => l.Metric == metric).Select(l => l.Most).DefaultIfEmpty(double.PositiveInfinity).Min();

    /// <summary>The same with another limit of a metric; infinite: none.</summary>
    public Constraints Within(Metric metric, double most) => this with { Limits = [.. Limits.Where(l => l.Metric != metric), .. double.IsFinite(most) ? [new Limit(metric, most)] : Array.Empty<Limit>()] };

    /// <summary>Whether a plan keeps them.</summary>
    public bool Allow(Plan plan, Conditions conditions, TierSystem system) =>
        !(RawInputStays && plan.SendsInput)
        && !(TierMemory && plan.Tiers.Zip(system.Tiers).Any(t => t.First.MemoryBytes > t.Second.MemoryBytes))
        && Limits.All(l => plan.Of(l.Metric, conditions) <= l.Most * Slack);

    /// <summary>Refuses limits that are negative or no numbers.</summary>
    /// <exception cref="InputException"><c>limit-out-of-range</c>, one for each.</exception>
    public void Require()
    {
        Problem[] problems = [.. Limits.Where(l => !(l.Most >= 0)).Select(l => new Problem("limit-out-of-range", Metrics.Name(l.Metric), $"{l.Most} is no limit.", "Give zero or more."))];
        if (problems.Length > 0)
            throw new InputException(problems);
    }
}
