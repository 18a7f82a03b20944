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
            Mlp, cut, elements, elements / 2, Mixtures(512), new TrainingOptions { Epochs = epochs, BatchSize = 64, LearningRate = 2e-3 });
        double Error(Model model) => Run(Mlp, Mixtures(64)).Zip(Run(model, Mixtures(64)), (a, b) => (double)(a - b) * (a - b)).Average();
        BottleneckResult trained = Train(30);
        Assert.True(Error(trained.Model) < 0.8 * Error(Train(1).Model), $"{Error(trained.Model)} against {Error(Train(1).Model)}");
        Assert.All(Mlp.Graph.Initializers, t => Assert.Same(t, trained.Model.Graph.Initializers.Single(o => o.Name == t.Name)));
        Assert.Equal(4L * ((elements * (elements / 2)) + (elements / 2)), trained.EncoderBytes);
        Assert.Contains(trained.Model.Graph.Nodes, n => n.Outputs.Contains(trained.Code));
    }
}
