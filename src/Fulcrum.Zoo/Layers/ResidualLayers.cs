namespace Fulcrum.Zoo.Layers;

/// <summary>Stem, blocks and stages of residual nets, as torchvision has them: a bottleneck's stride is in its 3x3 convolution.</summary>
internal static class ResidualLayers
{
    private const int StemChannels = 64;

    /// <summary>Everything but the head.</summary>
    /// <param name="to">Where to write.</param>
    /// <param name="path">The path of the module that holds the stages.</param>
    /// <param name="value">The image, 3 channels.</param>
    /// <param name="shape">The net's shape.</param>
    public static string ResidualBackbone(this LayerWriter to, string path, string value, ResidualShape shape)
    {
        value = to.Relu($"{path}/relu", to.NormalisedConv($"{path}/conv1", $"{path}/bn1", value, new ConvShape(3, StemChannels, 7) { Stride = 2 }));
        value = to.MaxPool($"{path}/maxpool", value);
        int channels = StemChannels;
        for (int stage = 0; stage < shape.Stages.Count; stage++)
        {
            ResidualStage blocks = shape.Stages[stage];
            for (int i = 0; i < blocks.Dilations.Count; i++)
            {
                var block = new Block(channels, shape.Width(stage), ResidualShape.Planes(stage) * shape.Expansion, i == 0 ? blocks.Stride : 1, blocks.Dilations[i], shape.Groups);
                value = to.Residual($"{path}/layer{stage + 1}/layer{stage + 1}.{i}", value, block, shape.Bottleneck);
                channels = block.Outputs;
            }
        }

        return value;
    }

    private static string Residual(this LayerWriter to, string path, string value, Block block, bool bottleneck)
    {
        string branch = bottleneck ? to.Bottleneck(path, value, block) : to.Basic(path, value, block);
        string shortcut = block.Stride == 1 && block.Inputs == block.Outputs
            ? value
            : to.NormalisedConv($"{path}/downsample/downsample.0", $"{path}/downsample/downsample.1", value, new ConvShape(block.Inputs, block.Outputs, 1) { Stride = block.Stride, Gain = ConvShape.Linear });
        return to.Relu($"{path}/relu_{(bottleneck ? 2 : 1)}", to.Emit(path, "Add", [branch, shortcut]));
    }

    private static string Bottleneck(this LayerWriter to, string path, string value, Block block)
    {
        value = to.Relu($"{path}/relu", to.NormalisedConv($"{path}/conv1", $"{path}/bn1", value, new ConvShape(block.Inputs, block.Width, 1)));
        value = to.Relu($"{path}/relu_1", to.NormalisedConv($"{path}/conv2", $"{path}/bn2", value, block.Spatial));
        return to.NormalisedConv($"{path}/conv3", $"{path}/bn3", value, new ConvShape(block.Width, block.Outputs, 1) { Gain = ConvShape.Branch });
    }

    private static string Basic(this LayerWriter to, string path, string value, Block block)
    {
        value = to.Relu($"{path}/relu", to.NormalisedConv($"{path}/conv1", $"{path}/bn1", value, block.Spatial with { Inputs = block.Inputs }));
        return to.NormalisedConv($"{path}/conv2", $"{path}/bn2", value, new ConvShape(block.Width, block.Outputs, 3) { Dilation = block.Dilation, Gain = ConvShape.Branch });
    }

    private sealed record Block(int Inputs, int Width, int Outputs, int Stride, int Dilation, int Groups)
    {
        /// <summary>The convolution that has the stride.</summary>
        public ConvShape Spatial => new(Width, Width, 3) { Stride = Stride, Dilation = Dilation, Groups = Groups };
    }
}
