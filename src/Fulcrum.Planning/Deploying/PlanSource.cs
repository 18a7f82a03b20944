using Fulcrum.Graphs;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Planning.Deploying;

/// <summary>What a plan folder says besides the plan.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Sha256">Of the variant's .onnx file.</param>
public sealed record PlanSource(string Model, string Sha256)
{
    /// <summary>The weights that a tier has fetched, decoded, by the tier's name; null for one that has them as they are. Default: all have.</summary>
    public Func<string, IReadOnlyDictionary<string, Tensor>?> Weights { get; init; } = _ => null;

    /// <summary>Predicted figures, by name. Default none.</summary>
    public IReadOnlyDictionary<string, double> Predicted { get; init; } = new Dictionary<string, double>();

    /// <summary>All metrics of a plan under given conditions as predicted figures.</summary>
    public static IReadOnlyDictionary<string, double> Figures(Plan plan, Conditions conditions) => Metrics.All.ToDictionary(Metrics.Name, m => plan.Of(m, conditions));

    /// <summary>How a tensor is sent.</summary>
    /// <exception cref="InputException"><c>plan-coding</c>.</exception>
    internal static PlanCoding Coding(string tensor, TensorCoding coding) => coding.Name switch
    {
        TensorCoding.Plain => PlanCoding.Plain,
        TensorCoding.Compressed => PlanCoding.Compressed,
        _ when coding.Grid is { } grid => PlanCoding.Of(grid),
        _ => throw new InputException("plan-coding", tensor, $"How to send the tensor as '{coding.Name}' is not known.", "Give the coding's grid."),
    };
}
