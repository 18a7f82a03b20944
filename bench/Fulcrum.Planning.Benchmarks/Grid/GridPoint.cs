using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Benchmarks.Grid;

/// <summary>One point of the grid and what is decided there.</summary>
/// <param name="Model">The model.</param>
/// <param name="InputStays">Whether the input must stay on the device.</param>
/// <param name="Conditions">Rates and slowdowns.</param>
/// <param name="Ours">Our plan.</param>
/// <param name="Others">What each policy decides; null where it has no plan or one that breaks a limit.</param>
/// <param name="Exhaustive">The least latency of all plans that keep the limits, in seconds.</param>
internal sealed record GridPoint(GridModel Model, bool InputStays, Conditions Conditions, Plan Ours, IReadOnlyDictionary<string, Plan?> Others, double Exhaustive)
{
    public double Cost(Plan plan) => plan.Of(Metric.Latency, Conditions);

    /// <summary>The best policy's plan by the cost model.</summary>
    public (string Name, Plan Plan) BestOther => Others.Where(o => o.Value is not null).Select(o => (o.Key, o.Value!)).MinBy(o => Cost(o.Item2));

    /// <summary>What a plan took, and what was predicted.</summary>
    public sealed record Execution(double MedianMs, double PredictedMs, double Top1, IReadOnlyDictionary<string, double> PhasesMs);
}
