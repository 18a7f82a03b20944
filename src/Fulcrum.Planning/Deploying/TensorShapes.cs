using Fulcrum.Graphs;
using Fulcrum.Ops;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Planning.Deploying;

/// <summary>The shapes of a variant's tensors for one sample: dimensions of inputs that are open count as the variant says, or 1.</summary>
internal sealed class TensorShapes
{
    private readonly Model _model;
    private readonly GraphTypes _types;

    public TensorShapes(Variant variant)
    {
        IReadOnlyDictionary<string, long> dims = variant.Map.Options.Dims;
        ValueInfo Pinned(ValueInfo input) => input.Tensor is { Shape: { } shape } type
            ? input with { Type = type with { Shape = [.. shape.Select(d => d.Size is not null ? d : d.Symbol is string symbol && dims.TryGetValue(symbol, out long size) ? size : 1)] } }
            : input;
        _model = variant.Map.Model with { Graph = variant.Map.Model.Graph with { Inputs = [.. variant.Map.Model.Graph.Inputs.Select(Pinned)] } };
        _types = TypeInference.Infer(_model);
    }

    /// <summary>The model's inputs; those with an initializer are constants.</summary>
    public IEnumerable<ManifestValue> Inputs => _model.Graph.Inputs.Where(i => _model.Graph.Initializers.All(t => t.Name != i.Name)).Select(i => Value(i.Name));

    public ManifestTensor Tensor(string name, PlanCoding coding)
    {
        ManifestValue value = Value(name);
        return new ManifestTensor(name, value.Element, value.Shape, coding);
    }

    public ManifestOutput Output(string name, string tier)
    {
        ManifestValue value = Value(name);
        return new ManifestOutput(name, value.Element, value.Shape, tier);
    }

    private ManifestValue Value(string name)
    {
        if (_types.Tensor(name) is not { Shape: { } shape } type || shape.Any(d => d.Size is null))
            throw new InputException("plan-size-unknown", name, "The size of this tensor is not known before the model runs.", "Give the model static shapes, or sizes with --dim.");
        PlanElement element = type.Element switch
        {
            ElementType.Float => PlanElement.Float32,
            ElementType.Int64 => PlanElement.Int64,
            ElementType.Int32 => PlanElement.Int32,
            ElementType.UInt8 => PlanElement.UInt8,
            ElementType.Int8 => PlanElement.Int8,
            ElementType.Bool => PlanElement.Bool,
            _ => throw new InputException("plan-element", name, $"Tensors of {type.Element} cannot be sent.", "Cut elsewhere, or convert the model."),
        };
        return new ManifestValue(name, element, [.. shape.Select(d => checked((int)d.Size!.Value))]);
    }
}
