using Fulcrum.Graphs;
using Fulcrum.Runtime;

namespace Fulcrum.Zoo.Tests;

public sealed class ZooRunTests
{
    [Theory]
    [InlineData("mnist-mlp6", 10)]
    [InlineData("mnist-cnn", 10)]
    [InlineData("mnist-vgg", 10)]
    [InlineData("vgg-cifar10", 10)]
    [InlineData("resnet18", 1000)]
    [InlineData("mobilenetv2", 1000)]
    [InlineData("resnext50-32x4d", 1000)]
    public void Run_ImageNet_GivesFiniteLogitsThatDependOnTheImage(string name, int classes)
    {
        Model model = ZooCatalog.Create(name, 1);
        long[] shape = [2, .. model.Graph.Inputs[0].Tensor!.Shape!.Skip(1).Select(d => d.Size!.Value)];
        var random = new Random(1);
        float[] pixels = [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => random.NextSingle())];
        float[] logits = Run(model, [2, classes], Tensor.From<float>("input", shape, pixels));
        Assert.NotEqual(logits[..classes], logits[classes..]);
    }

    [Fact]
    public void Run_Bert_GivesFiniteLogitsThatDependOnTheTokens()
    {
        float[] logits = Run(ZooCatalog.Create("bert-small", 1), [2, 2], Tokens("input_ids", i => i * 1999), Tokens("attention_mask", _ => 1), Tokens("token_type_ids", i => i % 7 / 4));
        Assert.NotEqual(logits[..2], logits[2..]);
    }

    [Fact]
    public void Run_MaskedTokenChanged_LeavesTheLogits()
    {
        Model model = ZooCatalog.Create("roberta-tiny", 1);
        float[] Logits(int last, int seen) =>
            Run(model, [2, 2], Tokens("input_ids", i => i % 7 == 6 ? last : i), Tokens("attention_mask", i => i % 7 == 6 ? seen : 1));
        Assert.Equal(Logits(100, 0), Logits(200, 0));
        Assert.NotEqual(Logits(100, 1), Logits(200, 1));
    }

    private static Tensor Tokens(string name, Func<int, int> value) =>
        Tensor.From<long>(name, [2, 7], [.. Enumerable.Range(0, 14).Select(i => (long)value(i))]);

    private static float[] Run(Model model, long[] shape, params Tensor[] inputs)
    {
        using OnnxRuntimeModel loaded = new OnnxRuntimeRunner().Load(model);
        Tensor output = Assert.Single(loaded.Run(inputs));
        float[] values = output.Values<float>().ToArray();
        Assert.Equal(shape, output.Shape);
        Assert.All(values, v => Assert.True(float.IsFinite(v)));
        Assert.True(values.Distinct().Count() > values.Length / 2);
        return values;
    }
}
