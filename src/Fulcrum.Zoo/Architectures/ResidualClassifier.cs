using Fulcrum.Graphs;
using Fulcrum.Zoo.Layers;

namespace Fulcrum.Zoo.Architectures;

/// <summary>ResNet, ResNeXt and wide ResNet for ImageNet.</summary>
internal sealed class ResidualClassifier(string name, ResidualShape shape, bool keepsNorms = false) : ZooArchitecture(name)
{
    private const int Side = 224, Classes = 1000;

    protected override void Build(GraphBuilder graph, int seed)
    {
        var to = new LayerWriter(graph, seed, keepsNorms);
        string value = to.ResidualBackbone("", graph.Input("input", ElementType.Float, Batch, 3, Side, Side), shape);
        value = to.PooledFeatures("/avgpool", value);
        graph.Output(to.Gemm("/fc", value, shape.Features, Classes, Logits), ElementType.Float, Batch, Classes);
    }
}
