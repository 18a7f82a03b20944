using Fulcrum.Graphs;
using Fulcrum.Zoo.Layers;

namespace Fulcrum.Zoo.Architectures;

/// <summary>MobileNetV2 (Sandler et al. 2018), width 1, for ImageNet.</summary>
internal sealed class MobileNetV2(string name) : ZooArchitecture(name)
{
    private const int Side = 224, Classes = 1000, Stem = 32, Last = 1280;

    // Table 2 of the paper.
    private static readonly (int Expansion, int Outputs, int Blocks, int Stride)[] Stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    protected override void Build(GraphBuilder graph, int seed)
    {
        var to = new LayerWriter(graph, seed);
        string value = graph.Input("input", ElementType.Float, Batch, 3, Side, Side);
        value = ConvRelu6(to, "/features/features.0/features.0", value, new ConvShape(3, Stem, 3) { Stride = 2 });
        int channels = Stem, index = 1;
        foreach ((int expansion, int outputs, int blocks, int stride) in Stages)
        {
            for (int i = 0; i < blocks; i++)
            {
                value = InvertedResidual(to, $"/features/features.{index++}", value, channels, expansion, outputs, i == 0 ? stride : 1);
                channels = outputs;
            }
        }

        value = ConvRelu6(to, $"/features/features.{index}/features.{index}", value, new ConvShape(channels, Last, 1));
        value = to.PooledFeatures("", value);
        graph.Output(to.Gemm("/classifier/classifier.1", value, Last, Classes, Logits), ElementType.Float, Batch, Classes);
    }

    private static string InvertedResidual(LayerWriter to, string path, string input, int inputs, int expansion, int outputs, int stride)
    {
        int hidden = inputs * expansion, step = 0;
        string value = input;
        if (expansion > 1)
            value = ConvRelu6(to, $"{path}/conv/conv.{step}/conv.{step++}", value, new ConvShape(inputs, hidden, 1));
        value = ConvRelu6(to, $"{path}/conv/conv.{step}/conv.{step++}", value, new ConvShape(hidden, hidden, 3) { Stride = stride, Groups = hidden });
        bool residual = stride == 1 && inputs == outputs;
        value = to.Conv($"{path}/conv/conv.{step}", value, new ConvShape(hidden, outputs, 1) { Gain = residual ? ConvShape.Branch : ConvShape.Linear });
        return residual ? to.Emit(path, "Add", [input, value]) : value;
    }

    private static string ConvRelu6(LayerWriter to, string path, string value, ConvShape shape) =>
        to.Relu6($"{path}.2", to.Conv($"{path}.0", value, shape));
}
