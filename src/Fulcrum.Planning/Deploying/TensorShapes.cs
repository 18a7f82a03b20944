using Fulcrum.Graphs;
using Fulcrum.Ops;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Planning.Deploying;

/// <summary>The shapes of the values of a chain of models for one sample: open dimensions of the chain's inputs count as named, or 1.</summary>
internal sealed class TensorShapes
{
    private readonly Dictionary<string, TensorType> _types = [];
    private readonly List<string> _inputs = [];

    /// <summary>Infers them.</summary>
    /// <param name="parts">The models; what one reads is an input of the chain or made by an earlier one.</param>
    /// <param name="dims">Sizes of open dimensions by their symbols.</param>
    public TensorShapes(IEnumerable<Model> parts, IReadOnlyDictionary<string, long> dims)
    {
        foreach (Model part in parts)
        {
            ValueInfo Pinned(ValueInfo input)
            {
                if (_types.TryGetValue(input.Name, out TensorType? known))
                    return input with { Type = known };
                return input.Tensor is { Shape: { } shape } type
                    ? input with { Type = type with { Shape = [.. shape.Select(d => d.Size is not null ? d : d.Symbol is string symbol && dims.TryGetValue(symbol, out long size) ? size : 1)] } }
                    : input;
            }

            Model pinned = part with { Graph = part.Graph with { Inputs = [.. part.Graph.Inputs.Select(Pinned)] } };
            GraphTypes types = TypeInference.Infer(pinned);
            foreach (ValueInfo input in pinned.Graph.Inputs.Where(i => !_types.ContainsKey(i.Name) && pinned.Graph.Initializers.All(t => t.Name != i.Name)))
                _inputs.Add(input.Name);
            foreach (string name in (IEnumerable<string>)[.. _inputs, .. pinned.Graph.Outputs.Select(o => o.Name)])
            {
                if (types.Tensor(name) is { } type)
                    _types[name] = type;
            }
        }
    }

    /// <summary>The chain's inputs; those with an initializer are constants.</summary>
    public IEnumerable<ManifestValue> Inputs => _inputs.Select(Value);

    /// <summary>A value that goes over a link or leaves.</summary>
    /// <exception cref="InputException"><c>plan-size-unknown</c>, <c>plan-element</c>.</exception>
    public ManifestValue Value(string name)
    {
        if (!_types.TryGetValue(name, out TensorType? type) || type.Shape is not { } shape || shape.Any(d => d.Size is null))
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
