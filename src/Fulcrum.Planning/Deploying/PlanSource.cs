using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Planning.Deploying;

/// <summary>What a plan folder says besides the plan.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Sha256">Of the variant's .onnx file.</param>
public sealed record PlanSource(string Model, string Sha256)
{
    /// <summary>The weights that a tier has fetched, coded, by the tier's name; null for one that has them as they are. Default: all have.</summary>
    public Func<string, IReadOnlyDictionary<string, PackedTensor>?> Weights { get; init; } = _ => null;

    /// <summary>A coarser coding of those that a tier starts with, what is missing being fetched afterwards; null (default): none.</summary>
    public Func<string, IReadOnlyDictionary<string, PackedTensor>?> Base { get; init; } = _ => null;

    /// <summary>Predicted figures, by name. Default none.</summary>
    public IReadOnlyDictionary<string, double> Predicted { get; init; } = new Dictionary<string, double>();

    /// <summary>All metrics of a plan under given conditions as predicted figures.</summary>
    public static IReadOnlyDictionary<string, double> Figures(Plan plan, Conditions conditions) => Metrics.All.Select(m => (Name: Metrics.Name(m), Value: plan.Of(m, conditions))).Append((Name: Download, Value: plan.Tiers.Sum(t => t.FetchBytes))).ToDictionary(f => f.Name, f => f.Value);

    /// <summary>Coded bytes of weights that the tiers of a plan must fetch, the graphs not counted, as a predicted figure of this name.</summary>
    public const string Download = "download";

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
