using Fulcrum.Graphs;
using Fulcrum.Protocol.Packed;
using Fulcrum.Protocol.Segments;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Planning.Deploying;

/// <summary>A part of a model with its weights coded.</summary>
public static class PackedSegment
{
    /// <summary>The packed form: graph, coded weights, and the other float tensors as they are.</summary>
    /// <param name="part">The part; its coded weights hold what the codes stand for.</param>
    /// <param name="coded">The codes of some of its weights.</param>
    /// <param name="serialize">Writes a model as .onnx.</param>
    public static PackedModel Of(Model part, IReadOnlyList<PackedTensor> coded, Func<Model, byte[]> serialize)
    {
        HashSet<string> names = [.. coded.Select(t => t.Name)];
        Tensor[] floats = [.. part.Graph.Initializers.Where(t => t.Element == ElementType.Float && !names.Contains(t.Name))];
        names.UnionWith(floats.Select(t => t.Name));
        Model skeleton = part with { Graph = part.Graph with { Initializers = [.. part.Graph.Initializers.Where(t => !names.Contains(t.Name))] } };
        return new PackedModel(serialize(skeleton), coded, [.. floats.Select(t => new FloatTensor(t.Name, t.Shape, t.Values<float>().ToArray()))]);
    }
}
