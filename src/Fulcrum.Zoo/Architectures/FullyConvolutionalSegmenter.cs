using Fulcrum.Graphs;
using Fulcrum.Zoo.Layers;

namespace Fulcrum.Zoo.Architectures;

/// <summary>FCN (Long et al. 2015) on a dilated ResNet-101 as torchvision has it, for the 21 classes of Pascal VOC; no auxiliary head.</summary>
internal sealed class FullyConvolutionalSegmenter(string name) : ZooArchitecture(name)
{
    private const int Side = 520, Classes = 21, OutputStride = 8;

    private static readonly ResidualShape Backbone = new()
    {
        Stages = [.. ResidualStage.Plain(3, 4), new ResidualStage(1, [1, .. Enumerable.Repeat(2, 22)]), new ResidualStage(1, [2, 4, 4])],
    };

    protected override void Build(GraphBuilder graph, int seed)
    {
        var to = new LayerWriter(graph, seed);
        string value = to.ResidualBackbone("/backbone", graph.Input("input", ElementType.Float, Batch, 3, Side, Side), Backbone);
        int hidden = Backbone.Features / 4;
        value = to.Relu("/classifier/classifier.2", to.Conv("/classifier/classifier.0", value, new ConvShape(Backbone.Features, hidden, 3)));
        value = to.Conv("/classifier/classifier.4", value, new ConvShape(hidden, Classes, 1) { Gain = ConvShape.Linear });
        string scales = to.Shared("upsampling", () => Tensor.From<float>("upsampling", [4], [1, 1, OutputStride, OutputStride]));
        value = to.EmitAs(
            Logits, "", "Resize", [value, "", scales],
            NodeAttribute.Of("coordinate_transformation_mode", "half_pixel"),
            NodeAttribute.Of("mode", "linear"));
        graph.Output(value, ElementType.Float, Batch, Classes, Side, Side);
    }
}
