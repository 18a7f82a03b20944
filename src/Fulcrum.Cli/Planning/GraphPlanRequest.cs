using System.Globalization;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Lab.Sensitivity;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;

namespace Fulcrum.Cli.Planning;

/// <summary>What was asked of `plan --tiers`, as text.</summary>
/// <param name="Tiers">The tiers file.</param>
/// <param name="Limits">Limits of metrics that were given.</param>
/// <param name="RawInputStays">Whether the input must not leave the first tier.</param>
/// <param name="Weights">The objective: <c>latency=1,energy=0.5</c>; null: QPART's.</param>
/// <param name="Front">Metrics of a front, separated by commas; null: none.</param>
/// <param name="Requests">Expected requests.</param>
/// <param name="Samples">Calibration samples; null: the default.</param>
internal sealed record GraphPlanRequest(string Tiers, IReadOnlyList<Limit> Limits, bool RawInputStays, string? Weights, string? Front, double Requests, int? Samples)
{
    /// <summary>A size of coded weights that is offered besides where tiers may start with coarse ones.</summary>
    private const double CoarseSize = 0.06;

    /// <summary>Rates of links: <c>device-edge=1Mbps..200Mbps:8</c>; none: no table.</summary>
    public IReadOnlyList<string> Rates { get; init; } = [];

    /// <summary>Slowdowns of tiers: <c>edge=1..8:4</c>.</summary>
    public IReadOnlyList<string> Slowdowns { get; init; } = [];

    /// <summary>Points that may be lost while the first bits of fetched weights are there only; null: they are fetched at once.</summary>
    public double? Progressive { get; init; }

    /// <summary>As options; everything that is malformed is refused.</summary>
    public GraphPlanOptions ToOptions()
    {
        TierSystem system = TiersFile.Read(Tiers);
        Metric[] front = Front is null ? [] : [.. Front.Split(',', StringSplitOptions.TrimEntries).Select(m => Named(m, "--pareto")).Distinct()];
        if (front.Length > 3)
            throw new InputException("option-malformed", "--pareto", $"{front.Length} metrics are too many for a front.", "Name one to three.");
        Objective objective = Weights is null ? Objective.Qpart(1, 1, 1) : Objective.Of([.. Weights.Split(',', StringSplitOptions.TrimEntries).Select(Term)]);
        if (!(Requests >= 1 && double.IsFinite(Requests)))
            throw new InputException("option-malformed", "--requests", "At least one request must be expected.", "Use for example --requests 1000.");
        if (Progressive is not null && Rates.Count + Slowdowns.Count > 0)
            throw new InputException("option-malformed", "--progressive", "Plans of a set get their weights at once.", "Leave out --rates and --slowdowns, or --progressive.");
        SensitivityOptions sensitivity = new();
        if (Progressive is not null)
            sensitivity = sensitivity with { Sizes = [.. sensitivity.Sizes, CoarseSize] };
        return new GraphPlanOptions
        {
            System = system,
            Objective = objective,
            Constraints = new Constraints { Limits = Limits, RawInputStays = RawInputStays },
            ExpectedRequests = Requests,
            Sensitivity = sensitivity with { Samples = Samples ?? sensitivity.Samples },
            Leakage = Limits.Any(l => l.Metric == Metric.Leakage) || objective.Weights[(int)Metric.Leakage] > 0 || front.Contains(Metric.Leakage),
            Front = front,
            Progressive = Progressive,
            Grid = GridText.Parse(system, Rates, Slowdowns, Requests),
        };
    }

    private static (Metric, double) Term(string text)
    {
        string[] parts = text.Split('=', StringSplitOptions.TrimEntries);
        return parts.Length == 2 && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double weight)
            ? (Named(parts[0], "--weights"), weight)
            : throw new InputException("option-malformed", "--weights", $"'{text}' is no weight of a metric.", "Use for example latency=1,energy=0.5.");
    }

    private static Metric Named(string name, string option) => Metrics.All.Where(m => Metrics.Name(m) == name).Select(m => (Metric?)m).FirstOrDefault()
        ?? throw new InputException("option-malformed", option, $"There is no metric '{name}'.", Suggestions.Closest(name, Metrics.All.Select(Metrics.Name)) is string near ? $"Did you mean '{near}'?" : $"Known: {string.Join(", ", Metrics.All.Select(Metrics.Name))}.");
}
