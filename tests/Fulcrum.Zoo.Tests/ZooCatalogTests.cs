using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Ops;
using Fulcrum.Problems;

namespace Fulcrum.Zoo.Tests;

public sealed class ZooCatalogTests
{
    [Fact]
    public void Create_UnknownName_NamesTheKnownOnes()
    {
        var refused = Assert.Throws<InputException>(() => ZooCatalog.Create("alexnet", 1));
        Problem problem = Assert.Single(refused.Problems);
        Assert.Equal(("zoo-unknown", "alexnet"), (problem.Code, problem.Place));
        Assert.All(ZooCatalog.Names, name => Assert.Contains(name, problem.Remedy));
    }

    [Theory]
    [InlineData("mnist-mlp6")]
    [InlineData("mnist-cnn")]
    [InlineData("mnist-vgg")]
    [InlineData("vgg-cifar10")]
    [InlineData("resnet18")]
    [InlineData("mobilenetv2")]
    [InlineData("roberta-tiny")]
    public void Create_SameSeedAndOther_GivesSameBytesAndOthers(string name)
    {
        byte[] first = OnnxFile.Serialize(ZooCatalog.Create(name, 1));
        Assert.True(first.AsSpan().SequenceEqual(OnnxFile.Serialize(ZooCatalog.Create(name, 1))));
        Assert.False(first.AsSpan().SequenceEqual(OnnxFile.Serialize(ZooCatalog.Create(name, 2))));
    }

    [Fact]
    public void Create_DeeperArchitecture_KeepsTheWeightsOfTheSharedLayers()
    {
        ReadOnlySpan<float> shallow = Weight("resnet18", "layer1.0.conv1.weight"), deep = Weight("resnet34", "layer1.0.conv1.weight");
        Assert.True(shallow.SequenceEqual(deep));
        Assert.False(shallow.SequenceEqual(Weight("resnet34", "layer1.1.conv1.weight")));
    }

    [Fact]
    public void Create_Weights_HaveHesVariance()
    {
        ReadOnlySpan<float> weights = Weight("resnet18", "layer3.0.conv1.weight");
        double mean = 0, square = 0;
        foreach (float w in weights)
            (mean, square) = (mean + w, square + ((double)w * w));
        Assert.Equal(0, mean / weights.Length, 0.001);
        Assert.Equal(1, square / weights.Length * (128 * 9) / 2, 0.01);
    }

    [Fact]
    public void Create_Bottleneck_HasTorchsNamesAndTheStrideInItsMiddle()
    {
        Graph graph = ZooCatalog.Create("resnet50", 1).Graph;
        Node Find(string name) => graph.Nodes.Single(n => n.Name == name);
        Node middle = Find("/layer2/layer2.0/conv2/Conv");
        Assert.Equal(["/layer2/layer2.0/relu/Relu_output_0", "layer2.0.conv2.weight", "layer2.0.conv2.bias"], middle.Inputs);
        Assert.Equal([2, 2], Assert.IsType<IntsAttribute>(middle.Attribute("strides")).Values);
        Assert.Equal([1, 1], Assert.IsType<IntsAttribute>(Find("/layer2/layer2.0/conv1/Conv").Attribute("strides")).Values);
        Assert.Equal([2, 2], Assert.IsType<IntsAttribute>(Find("/layer2/layer2.0/downsample/downsample.0/Conv").Attribute("strides")).Values);
    }

    [Fact]
    public void Create_ArchitectureWhoseNormsCount_KeepsThemBehindConvolutionsWithoutBias()
    {
        Graph graph = ZooCatalog.Create("resnext50-32x4d", 1).Graph;
        Node[] norms = [.. graph.Nodes.Where(n => n.OpType == "BatchNormalization")];
        Assert.Equal(graph.Nodes.Where(n => n.OpType == "Conv").Select(n => n.Outputs[0]), norms.Select(n => n.Inputs[0]));
        Assert.All(graph.Nodes.Where(n => n.OpType == "Conv"), n => Assert.Equal(2, n.Inputs.Count));
        Assert.Equal(["layer1.0.bn1.weight", "layer1.0.bn1.bias", "layer1.0.bn1.running_mean", "layer1.0.bn1.running_var"], norms[1].Inputs.Skip(1));
        Assert.All(graph.Initializers.Where(t => t.Name.EndsWith("running_var", StringComparison.Ordinal)), t => Assert.All(t.Values<float>().ToArray(), v => Assert.Equal(1, v, 0.11f)));
    }

    public static TheoryData<string> Trainable => [.. ZooCatalog.Trainable];

    [Theory]
    [MemberData(nameof(Trainable))]
    public void Trainable_Architecture_HasAGradientForEveryOp(string name) =>
        Assert.All(ZooCatalog.Create(name, 1).Graph.Nodes, n => Assert.True(OpCatalog.Find(n) is { HasGradient: true }, n.Display));

    private static ReadOnlySpan<float> Weight(string name, string tensor) =>
        ZooCatalog.Create(name, 1).Graph.Initializers.Single(t => t.Name == tensor).Values<float>();
}
