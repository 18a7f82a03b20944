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
    /// <summary>How codings other than <c>float32</c> and <c>compressed</c> are done, by tensor and coding; null where there is no way.</summary>
    public Func<string, TensorCoding, PlanCoding?> Codings { get; init; } = (_, _) => null;

    /// <summary>Predicted figures, by name. Default none.</summary>
    public IReadOnlyDictionary<string, double> Predicted { get; init; } = new Dictionary<string, double>();

    /// <summary>All metrics of a plan under given conditions as predicted figures.</summary>
    public static IReadOnlyDictionary<string, double> Figures(Plan plan, Conditions conditions) => Metrics.All.ToDictionary(Metrics.Name, m => plan.Of(m, conditions));

    /// <summary>How a tensor is sent.</summary>
    /// <exception cref="InputException"><c>plan-coding</c>.</exception>
    internal PlanCoding Coding(string tensor, TensorCoding coding) => coding.Name switch
    {
        TensorCoding.Plain => PlanCoding.Plain,
        TensorCoding.Compressed => PlanCoding.Compressed,
        _ => Codings(tensor, coding) ?? throw new InputException("plan-coding", tensor, $"How to send the tensor as '{coding.Name}' is not known.", "Give the coding's grid."),
    };
}
