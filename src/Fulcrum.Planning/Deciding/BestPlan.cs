using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Deciding;

/// <summary>Keeps the plan of the least weighted sum.</summary>
internal sealed class BestPlan(double leakageWeight) : IPlanSink
{
    private Func<Plan>? _build;

    /// <summary>The least sum so far; infinite when there is no plan.</summary>
    public double Cost { get; private set; } = double.PositiveInfinity;

    public Plan? Plan => _build?.Invoke();

    public bool IsHopeless(double[] least) => Sum(least) >= Cost;

    public void Take(double[] values, DepthSearch search, int pattern, Label? last) => Take(Sum(values), () =>
    {
        (int[] cuts, LinkOption[] options) = Label.Path(last, search);
        return search.Space.Build(pattern, cuts, options);
    });

    public void Take(double cost, Func<Plan> build)
    {
        if (cost < Cost)
            (Cost, _build) = (cost, build);
    }

    private double Sum(double[] values) => leakageWeight == 0 ? values[0] : values[0] + (leakageWeight * values[^1]);
}
