using Fulcrum.Graphs;
using Fulcrum.Planning.Chains;
using Fulcrum.Protocol.Segments;
using Fulcrum.Protocol.Tensors;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Planning.Segments;

/// <summary>Builds the segment of a pattern from its model. The same inputs give the same bytes, so planner and server agree on the id.</summary>
/// <param name="chain">The model's chain.</param>
/// <param name="modelName">Its name in the repository.</param>
/// <param name="modelHash">Lower-case hex SHA-256 of its file.</param>
/// <param name="serialize">Turns a model into .onnx bytes.</param>
public sealed class SegmentBuilder(LayerChain chain, string modelName, string modelHash, Func<Model, byte[]> serialize)
{
    /// <summary>The segment for layers 1..<paramref name="cut"/>.</summary>
    /// <param name="cut">1 to L.</param>
    /// <param name="level">The level it was planned for.</param>
    /// <param name="weightBits">Width per layer; 32 is float.</param>
    /// <param name="cutTensor">How the cut tensor is coded.</param>
    public Segment Build(int cut, double level, IReadOnlyList<int> weightBits, TensorQuantization cutTensor)
    {
        Model head = chain.Head(cut);
        var weights = new List<QuantizedWeights>();
        for (int layer = 0; layer < cut; layer++)
        {
            if (weightBits[layer] != 32)
                weights.Add(Quantize(chain.Layers[layer], weightBits[layer]));
        }

        HashSet<string> coded = [.. weights.Select(w => w.Name)];
        Tensor[] floats = [.. head.Graph.Initializers.Where(t => t.Element == ElementType.Float && !coded.Contains(t.Name))];
        coded.UnionWith(floats.Select(t => t.Name));
        Model skeleton = head with { Graph = head.Graph with { Initializers = [.. head.Graph.Initializers.Where(t => !coded.Contains(t.Name))] } };
        return new Segment
        {
            ModelName = modelName,
            ModelHash = modelHash,
            Cut = cut,
            Level = level,
            CutTensor = new CutTensor(chain.CutTensor(cut).Name, chain.CutElements(cut), cutTensor),
            Skeleton = serialize(skeleton),
            Weights = weights,
            Floats = [.. floats.Select(t => new FloatTensor(t.Name, t.Shape, t.Values<float>().ToArray()))],
        };
    }

    /// <summary>A layer's weights on the grid of a width.</summary>
    public static QuantizedWeights Quantize(ChainLayer layer, int bits) =>
        WeightQuantizer.Quantize(layer.Weight.Name, layer.Weight.Shape, layer.Weight.Values<float>(), layer.ChannelAxis, bits);
}
