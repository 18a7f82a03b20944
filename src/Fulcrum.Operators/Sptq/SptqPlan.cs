using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;

namespace Fulcrum.Operators.Sptq;

/// <summary>A quantization with everything decided, before it is written.</summary>
/// <param name="Model">The float model that is quantized: cleaned, folded, with corrected biases.</param>
/// <param name="Map">Which nodes become integer.</param>
/// <param name="Sites">The weights.</param>
/// <param name="Grids">The grid of every tensor of the map, by its group.</param>
/// <param name="Weights">Weights on their grids.</param>
/// <param name="Options">How.</param>
/// <param name="Edits">What was cleaned and folded.</param>
/// <param name="EqualisedPairs">How many pairs of layers were equalised.</param>
internal sealed record SptqPlan(
    Model Model, QuantizationMap Map, IReadOnlyList<WeightSite> Sites, IReadOnlyDictionary<string, ActivationGrid> Grids, QuantizedWeights Weights, SptqOptions Options, IReadOnlyList<RuleRecord> Edits, int EqualisedPairs)
{
    /// <summary>Whether activations become integers too.</summary>
    public bool IsWhole => Options.Activations == ActivationKind.Int8;

    /// <summary>The quantized model.</summary>
    public Model Write() => IsWhole ? new QdqWriter(Model, Map, Grids, Weights.Grids, Options).Write() : WeightOnlyWriter.Write(Model, Sites, Weights.Grids);
}
