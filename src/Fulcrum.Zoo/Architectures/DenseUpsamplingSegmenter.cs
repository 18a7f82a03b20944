using Fulcrum.Graphs;
using Fulcrum.Zoo.Layers;

namespace Fulcrum.Zoo.Architectures;

/// <summary>
/// Dense upsampling on a ResNet-101 with hybrid dilations (Wang et al. 2018), for the 19 classes of Cityscapes: one convolution predicts
/// every class for all 8 x 8 pixels of a cell, and the cells are unfolded.
/// </summary>
internal sealed class DenseUpsamplingSegmenter(string name) : ZooArchitecture(name)
{
    private const int Side = 560, Classes = 19, OutputStride = 8, HeadDilation = 6;
    private static readonly int[] Hybrid = [1, 2, 5, 9];

    private static readonly ResidualShape Backbone = new()
    {
        Stages = [.. ResidualStage.Plain(3, 4), new ResidualStage(1, [2, .. Enumerable.Range(1, 22).Select(i => Hybrid[i % 4])]), new ResidualStage(1, [5, 9, 17])],
    };

    protected override void Build(GraphBuilder graph, int seed)
    {
        var to = new LayerWriter(graph, seed);
        string value = to.ResidualBackbone("/backbone", graph.Input("input", ElementType.Float, Batch, 3, Side, Side), Backbone);
        var head = new ConvShape(Backbone.Features, Classes * OutputStride * OutputStride, 3) { Dilation = HeadDilation, Gain = ConvShape.Linear };
        value = to.Conv("/classifier", value, head);
        value = to.EmitAs(Logits, "/upsampling", "DepthToSpace", [value], NodeAttribute.Of("blocksize", OutputStride), NodeAttribute.Of("mode", "CRD"));
        graph.Output(value, ElementType.Float, Batch, Classes, Side, Side);
    }
}
