using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Problems;
using Fulcrum.Protocol.Packed;

namespace Fulcrum.Stages;

/// <summary>Models from files: .onnx, or packed, told apart by how they start.</summary>
public static class SegmentFile
{
    /// <summary>The model of a file; coded weights become the floats that they stand for.</summary>
    /// <param name="file">The file.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <param name="upgrades">What is added to a packed one, in order; null: nothing.</param>
    /// <exception cref="InputException">The file, or an upgrade, is damaged or not what it should be.</exception>
    public static Model Parse(byte[] file, string place, IReadOnlyList<byte[]>? upgrades = null)
    {
        if (!PackedModelReader.Is(file))
            return OnnxFile.Parse(file, place);
        PackedModel packed = PackedModelReader.Read(file, place);
        for (int u = 0; u < (upgrades?.Count ?? 0); u++)
            packed = PackedUpgradeReader.Apply(packed, upgrades![u], $"{place}: upgrade {u + 1}");
        return Of(packed, place);
    }

    /// <summary>The model that a packed one stands for.</summary>
    /// <param name="packed">It.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <exception cref="InputException">Its graph cannot be read.</exception>
    public static Model Of(PackedModel packed, string place)
    {
        Model skeleton = OnnxFile.Parse(packed.Skeleton, place);
        Tensor[] weights = [.. packed.Tensors.Select(t => Tensor.From<float>(t.Name, t.Shape, t.Dequantize())), .. packed.Floats.Select(t => Tensor.From<float>(t.Name, t.Shape, t.Values))];
        return skeleton with { Graph = skeleton.Graph with { Initializers = [.. skeleton.Graph.Initializers, .. weights] } };
    }
}
