using Fulcrum.Graphs;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Fulcrum.Zoo.Answers;
using Fulcrum.Zoo.Inputs;

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
    public void Run_PhotoInFront_EqualsTheNetOnTheScaledPhoto()
    {
        Model net = ZooCatalog.Create("mobilenetv2", 1), whole = PhotoInput.Before(net, 448, 448);
        byte[] photo = new byte[448 * 448 * 3];
        // Blocks of four equal pixels: any linear scaling to half the size gives the pixel itself.
        for (int y = 0; y < 448; y++)
        {
            for (int x = 0; x < 448; x++)
                photo.AsSpan(((y * 448) + x) * 3, 3).Fill((byte)(((y / 2 * 31) + (x / 2 * 7)) % 256));
        }

        float[] Pixel(int c, float mean, float deviation) => [.. Enumerable.Range(0, 224 * 224).Select(i => ((photo[(((i / 224 * 2) * 448) + (i % 224 * 2)) * 3 + c] / 255f) - mean) / deviation)];
        float[] input = [.. Pixel(0, 0.485f, 0.229f), .. Pixel(1, 0.456f, 0.224f), .. Pixel(2, 0.406f, 0.225f)];
        float[] expected = Run(net, [1, 1000], Tensor.From<float>("input", [1, 3, 224, 224], input));
        float[] actual = Run(whole, [1, 1000], Tensor.From<byte>("photo", [1, 448, 448, 3], photo));
        for (int i = 0; i < 1000; i++)
            Assert.Equal(expected[i], actual[i], 3);
    }

    [Theory]
    [InlineData("bert-small")]
    [InlineData("roberta-tiny")]
    public void Run_IdsAlone_EqualsTheNetWithAMaskOfTokens(string name)
    {
        Model net = ZooCatalog.Create(name, 1), alone = IdsInput.Before(net, 7);
        Tensor[] all = [Tokens("input_ids", i => i % 7 > 4 ? 0 : 5 + i), Tokens("attention_mask", i => i % 7 > 4 ? 0 : 1), Tokens("token_type_ids", _ => 0)];
        Assert.Equal(Run(net, [2, 2], all[..net.Graph.Inputs.Count]), Run(alone, [2, 2], all[0]));
    }

    [Fact]
    public void Before_NetOfTheOtherKind_IsRefused()
    {
        Assert.Equal("zoo-input", Assert.Throws<InputException>(() => PhotoInput.Before(ZooCatalog.Create("bert-small", 1), 8, 8)).Problems[0].Code);
        Assert.Equal("zoo-input", Assert.Throws<InputException>(() => IdsInput.Before(ZooCatalog.Create("mnist-cnn", 1), 8)).Problems[0].Code);
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

    [Fact]
    public void Run_ClassesAsTheAnswer_AreTheHighestOfEachPixel()
    {
        var builder = new GraphBuilder("scores");
        builder.Output(builder.Emit("Neg", [builder.Input("x", ElementType.Float, Dim.Named("batch"), 3, 1, 2)], "scores"), ElementType.Float, Dim.Named("batch"), 3, 1, 2);
        using OnnxRuntimeModel loaded = new OnnxRuntimeRunner().Load(ClassMap.Behind(new Model { Graph = builder.ToGraph() }));
        Tensor map = Assert.Single(loaded.Run([Tensor.From<float>("x", [1, 3, 1, 2], [3, 1, 2, 2, 1, 3])]));
        Assert.Equal([1, 1, 2], map.Shape);
        Assert.Equal([2, 0], map.Values<byte>().ToArray());
    }

    [Fact]
    public void Behind_NetThatLabelsNoPixels_IsRefused() =>
        Assert.Equal("zoo-answer", Assert.Throws<InputException>(() => ClassMap.Behind(ZooCatalog.Create("mnist-cnn", 1))).Problems[0].Code);

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
