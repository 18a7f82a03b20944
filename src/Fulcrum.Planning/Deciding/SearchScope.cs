using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Deciding;

/// <summary>The numbers that a search keeps of every partial plan, what they may come to, and which plans it may look at.</summary>
internal sealed class SearchScope
{
    private SearchScope(IReadOnlyList<Dimension> dimensions, Constraints constraints) => (Dimensions, Constraints) = (dimensions, constraints);

    /// <summary>For a weighted sum the first is the sum itself.</summary>
    public IReadOnlyList<Dimension> Dimensions { get; }

    public Constraints Constraints { get; }

    /// <summary>What a unit of leakage adds to a weighted sum.</summary>
    public double LeakageWeight { get; private init; }

    /// <summary>Which cuts may stand on which links.</summary>
    public Func<int, int, bool> AllowsCut { get; init; } = (_, _) => true;

    /// <summary>For the least weighted sum.</summary>
    public static SearchScope Sum(MetricModel model, Objective objective, Constraints constraints, double[] features, Func<int, int, bool>? allows = null)
    {
        double[] additive = [.. Metrics.All.Select(m => m == Metric.Leakage ? 0 : objective.Weights[(int)m])];
        double leakage = objective.Weights[(int)Metric.Leakage];
        List<Dimension> dimensions = [Dimension.Sum(model, additive, features, double.PositiveInfinity), .. Limited(model, constraints, features, [])];
        if (leakage > 0)
            dimensions.Add(Dimension.Leakage);
        return new SearchScope(dimensions, constraints) { LeakageWeight = leakage, AllowsCut = allows ?? ((_, _) => true) };
    }

    /// <summary>For all plans that no other beats; the objectives come first.</summary>
    public static SearchScope Front(MetricModel model, IReadOnlyList<Metric> objectives, Constraints constraints, double[] features) => new(
        [.. objectives.Select(m => m == Metric.Leakage ? Dimension.Leakage : Dimension.Of(model, m, features, constraints.Of(m))), .. Limited(model, constraints, features, objectives)], constraints);

    /// <summary>Dimensions for limits that depend on the whole plan; leakage and memory are judged segment by segment.</summary>
    private static IEnumerable<Dimension> Limited(MetricModel model, Constraints constraints, double[] features, IReadOnlyList<Metric> except) => constraints.Limits
        .Select(l => l.Metric).Distinct().Except(except).Where(m => m is not (Metric.Leakage or Metric.Memory)).Select(m => Dimension.Of(model, m, features, constraints.Of(m)));
}

/// <summary>One number of a partial plan.</summary>
/// <param name="Prices">What segments and links add to it; null for leakage, of which the most counts.</param>
/// <param name="DropWeight">What a point of the variant's own loss adds.</param>
/// <param name="Most">What it may come to.</param>
internal sealed record Dimension(MetricPrices? Prices, double DropWeight, double Most)
{
    public static readonly Dimension Leakage = new(null, 0, double.PositiveInfinity);

    public static Dimension Sum(MetricModel model, IReadOnlyList<double> weights, double[] features, double most) => new(new MetricPrices(model, weights, features), weights[(int)Metric.Drop], most);

    public static Dimension Of(MetricModel model, Metric metric, double[] features, double most) => Sum(model, [.. Metrics.All.Select(m => m == metric ? 1.0 : 0)], features, most * Constraints.Slack);

    public double Combine(double a, double b) => Prices is null ? Math.Max(a, b) : a + b;
}
