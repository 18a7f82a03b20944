using Fulcrum.Graphs;
using Fulcrum.Zoo.Layers;

namespace Fulcrum.Zoo.Architectures;

/// <summary>
/// A plain convolutional classifier to train from nothing, as VGG (Simonyan and Zisserman 2015) with BatchNormalization: stages of 3x3 convolutions, each halved by
/// pooling at its end, then dense layers. Weights by He et al. (2015), scales 1, shifts 0.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="image">Channels and side of the square image.</param>
/// <param name="stages">Channels of each stage's convolutions.</param>
/// <param name="hidden">Features of the dense layers before the last.</param>
internal sealed class PlainConvolutional(string name, (int Channels, int Side) image, int[][] stages, int[] hidden) : ZooArchitecture(name)
{
    private const int Classes = 10;

    public override bool IsTrainable => true;

    protected override void Build(GraphBuilder graph, int seed)
    {
        var to = new LayerWriter(graph, seed, keepsNorms: true);
        string value = graph.Input("input", ElementType.Float, Batch, image.Channels, image.Side, image.Side);
        (int channels, int side, int layer) = (image.Channels, image.Side, 0);
        foreach (int[] stage in stages)
        {
            foreach (int outputs in stage)
            {
                value = to.Relu($"/relu{++layer}", to.FreshlyNormalised($"/norm{layer}", to.Conv($"/conv{layer}", value, new ConvShape(channels, outputs, 3), bias: false), outputs));
                channels = outputs;
            }

            value = to.Halved($"/pool{layer}", value);
            side /= 2;
        }

        value = to.Emit("", "Flatten", [value], NodeAttribute.Of("axis", 1));
        int features = channels * side * side;
        for (int i = 0; i < hidden.Length; i++)
        {
            value = to.Relu($"/dense{i + 1}/relu", to.FreshDense($"/dense{i + 1}", value, features, hidden[i], ConvShape.He));
            features = hidden[i];
        }

        graph.Output(to.FreshDense("/classes", value, features, Classes, ConvShape.Linear, Logits), ElementType.Float, Batch, Classes);
    }
}
