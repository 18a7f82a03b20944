using Fulcrum.Cuts;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Operators.Bottleneck;
using Fulcrum.Operators.Prune;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Fulcrum.Training;
using Fulcrum.Zoo;

namespace Fulcrum.Operators.Tests;

public sealed class BaselineTests
{
    private static readonly OnnxRuntimeRunner Runner = new();
    private static readonly Model Mlp = ZooCatalog.Create("mnist-mlp6", 1);

    private static DatasetSplit Mixtures(int count)
    {
        // Mixtures of eight patterns: as images do, they use few of their dimensions.
        var random = new Random(1);
        byte[] patterns = new byte[8 * 784], pixels = new byte[count * 784];
        random.NextBytes(patterns);
        for (int i = 0; i < count; i++)
        {
            (int a, int b, int share) = (random.Next(8), random.Next(8), random.Next(5));
            for (int j = 0; j < 784; j++)
                pixels[(i * 784) + j] = (byte)(((patterns[(a * 784) + j] * share) + (patterns[(b * 784) + j] * (4 - share))) / 4);
        }

        return new DatasetSplit("mixtures", 784, pixels, new byte[count]);
    }

    private static float[] Run(Model model, DatasetSplit samples)
    {
        float[] x = new float[samples.Count * 784];
        samples.CopySamples(0, x);
        using OnnxRuntimeModel loaded = Runner.Load(model);
        return loaded.Run([Tensor.From<float>("input", [samples.Count, 784], x)])[0].Values<float>().ToArray();
    }

    [Fact]
    public void Trim_NeuronsWithoutInfluence_GoFirstAndChangeNothing()
    {
        float[] outgoing = Mlp.Graph.Initializers.Single(t => t.Name == "fc2.weight").Values<float>().ToArray();
        for (int i = 0; i < outgoing.Length; i++)
            outgoing[i] = i % 512 < 100 ? 0 : outgoing[i];
        Model model = Subgraph.ReplaceInitializers(Mlp, new Dictionary<string, Tensor> { ["fc2.weight"] = Tensor.From<float>("fc2.weight", [256, 512], outgoing) });
        Model trimmed = new NeuronPruning(model, 1).Trim(100);
        Assert.Equal([412, 784], trimmed.Graph.Initializers.Single(t => t.Name == "fc1.weight").Shape);
        Assert.Equal([412], trimmed.Graph.Initializers.Single(t => t.Name == "fc1.bias").Shape);
        Assert.Equal([256, 412], trimmed.Graph.Initializers.Single(t => t.Name == "fc2.weight").Shape);
        Assert.All(Run(model, Mixtures(8)).Zip(Run(trimmed, Mixtures(8))), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Theory]
    [InlineData(1, 512)]
    [InlineData(3, 896)]
    [InlineData(6, 992)]
    public void Trim_AtEveryDepth_ShrinksOnlyTheDeviceLayersAndStillRuns(int layers, int candidates)
    {
        var pruning = new NeuronPruning(Mlp, layers);
        Assert.Equal(candidates, pruning.Candidates);
        Model trimmed = pruning.Trim(candidates / 2);
        Assert.Equal(40, Run(trimmed, Mixtures(4)).Length);
        Assert.Equal(candidates - (candidates / 2), Enumerable.Range(1, Math.Min(layers, 5)).Sum(l => trimmed.Graph.Initializers.Single(t => t.Name == $"fc{l}.bias").Shape[0]));
    }

    [Fact]
    public void Trim_Everything_KeepsOneNeuronALayer()
    {
        var pruning = new NeuronPruning(Mlp, 6);
        Model trimmed = pruning.Trim(pruning.Candidates);
        Assert.Equal(10, Run(trimmed, Mixtures(1)).Length);
        Assert.Equal([1, 784], trimmed.Graph.Initializers.Single(t => t.Name == "fc1.weight").Shape);
    }

    [Fact]
    public void NeuronPruning_ModelThatIsNoChain_SaysSo()
    {
        var b = new GraphBuilder("none");
        b.Input("x", ElementType.Float, 1, 4);
        b.Output(b.Emit("Relu", ["x"], "y"), ElementType.Float, 1, 4);
        Assert.Equal("prune-no-chain", Assert.Single(Assert.Throws<InputException>(() => new NeuronPruning(new Model { Graph = b.ToGraph() }, 1)).Problems).Code);
    }

    [Theory]
    [InlineData("input", 784)]
    [InlineData("relu1", 512)]
    [InlineData("relu5", 32)]
    public void Apply_AtACut_LearnsToReconstructItAndLeavesTheRestAlone(string cut, int elements)
    {
        BottleneckResult Train(int epochs) => new BottleneckOperator(Runner).Apply(
            Mlp, cut, new DenseCoder(elements, elements / 2), Mixtures(512), new TrainingOptions { Epochs = epochs, BatchSize = 64, LearningRate = 2e-3 });
        double Error(Model model) => Run(Mlp, Mixtures(64)).Zip(Run(model, Mixtures(64)), (a, b) => (double)(a - b) * (a - b)).Average();
        BottleneckResult trained = Train(30);
        Assert.True(Error(trained.Model) < 0.8 * Error(Train(1).Model), $"{Error(trained.Model)} against {Error(Train(1).Model)}");
        Assert.All(Mlp.Graph.Initializers, t => Assert.Same(t, trained.Model.Graph.Initializers.Single(o => o.Name == t.Name)));
        Assert.Equal(4L * ((elements * (elements / 2)) + (elements / 2)), trained.EncoderBytes);
        Assert.Contains(trained.Model.Graph.Nodes, n => n.Outputs.Contains(trained.Names.Code));
    }

    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 40)]
    [InlineData(4, 100)]
    public void Apply_ToAMap_CodesPatchesAndBeatsForgettingThem(int patch, int codes)
    {
        Model net = Convolutions();
        BottleneckResult Train(int epochs) => new BottleneckOperator(Runner).Apply(
            net, "relu1", new PatchCoder(16, 28, 28, patch, codes), Mixtures(128), new TrainingOptions { Epochs = epochs, BatchSize = 32, LearningRate = 2e-3 });
        double Error(Model model) => Run(net, Mixtures(32)).Zip(Run(model, Mixtures(64)), (a, b) => (double)(a - b) * (a - b)).Average();
        BottleneckResult trained = Train(20);
        Assert.True(Error(trained.Model) < 0.8 * Error(Train(1).Model), $"{Error(trained.Model)} against {Error(Train(1).Model)}");
        using OnnxRuntimeModel loaded = Runner.Load(trained.Model with { Graph = trained.Model.Graph with { Outputs = [new ValueInfo(trained.Names.Code, ElementType.Float, Dim.Named("batch"), codes, 28 / patch, 28 / patch)] } });
        Assert.Equal([1, codes, 28 / patch, 28 / patch], loaded.Run([Tensor.From<float>("input", [1, 784], new float[784])])[0].Shape);
        Assert.Equal(4L * ((codes * 16 * patch * patch) + codes), trained.EncoderBytes);
        Assert.Equal(MacCounter(trained.Model) - MacCounter(net), trained.EncoderMacs + trained.DecoderMacs);
    }

    [Theory]
    [InlineData(16, 32, 32, 1536, 2, 6)]
    [InlineData(64, 8, 8, 384, 1, 6)]
    [InlineData(16, 32, 32, 100, 4, 1)]
    [InlineData(3, 7, 7, 60, 1, 1)]
    [InlineData(3, 32, 32, 100000, 2, 12)]
    public void Within_Floats_TakesTheSmallestPatchOfFourCodes(int channels, int height, int width, int floats, int patch, int codes)
    {
        PatchCoder coder = PatchCoder.Within(channels, height, width, floats)!;
        Assert.Equal((patch, codes), (coder.Patch, coder.Codes));
        Assert.True(coder.CodeElements <= floats);
    }

    [Fact]
    public void Within_LessThanACodeForEachPatch_IsNone() => Assert.Null(PatchCoder.Within(16, 32, 32, 63));

    private static long MacCounter(Model model) => CutMap.Of(model).AllInHead.HeadMacs;

    private static Model Convolutions()
    {
        var random = new Random(3);
        var b = new GraphBuilder("net");
        b.Input("input", ElementType.Float, Dim.Named("batch"), 784);
        string Weight(string name, params long[] shape) => b.Constant(Tensor.From<float>(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate((x, y) => x * y)).Select(_ => random.NextSingle() - 0.5f)]));
        b.Emit("Reshape", ["input", b.Constant(Tensor.From<long>("shape", [4], [-1, 1, 28, 28]))], "image");
        b.Emit("Conv", ["image", Weight("w1", 16, 1, 3, 3)], "conv1", NodeAttribute.Of("pads", [1, 1, 1, 1]));
        b.Emit("Relu", ["conv1"], "relu1");
        b.Emit("Conv", ["relu1", Weight("w2", 4, 16, 3, 3)], "conv2");
        b.Emit("Flatten", ["conv2"], "flat");
        b.Output(b.Emit("Gemm", ["flat", Weight("w3", 4 * 26 * 26, 10)], "out"), ElementType.Float, Dim.Named("batch"), 10);
        return new Model { Graph = b.ToGraph(), Opsets = Mlp.Opsets };
    }
}
