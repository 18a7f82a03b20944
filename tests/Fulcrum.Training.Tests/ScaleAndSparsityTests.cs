using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Problems;
using Fulcrum.Training.Optimisers;

namespace Fulcrum.Training.Tests;

public sealed class ScaleAndSparsityTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 2, BatchSize = 64, LearningRate = 0.05, Optimiser = new Sgd { WeightDecay = 0.005 } };

    [Fact]
    public void Train_RawBytes_LearnsAtUnitScaleOnly()
    {
        Dataset mnist = MnistData.Open();
        DatasetSplit train = Raw(mnist.Train, 3000), test = Raw(mnist.Test, 1000);
        Model model = TrainingNets.Perceptron(784, 48, 10, scale: 1 / 255f);
        double Accuracy(bool scale) => new ModelEvaluator(TrainingNets.Runner).Top1(TrainingNets.Train(model, train, Options with { UnitScale = scale }).Model, test).Value;
        Assert.InRange(Accuracy(true), 0.8, 1);
        try
        {
            Assert.InRange(Accuracy(false), 0, 0.4);
        }
        catch (InputException diverged)
        {
            Assert.Equal("training-diverged", diverged.Problems[0].Code);
        }
    }

    [Fact]
    public void Train_AtUnitScaleWithNothingToGain_ChangesNoWeight()
    {
        // The scale is a power of two: dividing and multiplying back keeps every bit.
        Model model = TrainingNets.Perceptron(36, 8, 3, scale: 1 / 300f);
        Model trained = TrainingNets.Train(model, TrainingNets.Rows(), Options with { UnitScale = true, LearningRate = 1e-30, Optimiser = new Sgd() }).Model;
        Assert.All(model.Graph.Initializers.Zip(trained.Graph.Initializers).Where(p => p.First.Shape.Count == 2), p => Assert.True(p.First.Bytes.Span.SequenceEqual(p.Second.Bytes.Span), p.First.Name));
    }

    [Fact]
    public void Train_RawBytesAtUnitScale_IsTrainingOnBytesDividedByAsMuch()
    {
        DatasetSplit rows = TrainingNets.Rows();
        var raw = new DatasetSplit("raw", 36, rows.AllStored(), rows.Labels.ToArray(), new SampleFormat { Scale = 1 });
        var divided = new DatasetSplit("divided", 36, rows.AllStored(), rows.Labels.ToArray(), new SampleFormat { Scale = 1 / 256.0 });
        TrainingResult small = TrainingNets.Train(TrainingNets.Perceptron(36, 4, 3, scale: 1 / 256f), raw, Options with { BatchSize = 16, UnitScale = true });
        TrainingResult usual = TrainingNets.Train(TrainingNets.Perceptron(36, 4, 3), divided, Options with { BatchSize = 16 });
        Assert.Equal(usual.Epochs[^1].Loss, small.Epochs[^1].Loss, 1e-5);
        Assert.All(TrainingNets.Values(usual.Model, "w1").Zip(TrainingNets.Values(small.Model, "w1")), p => Assert.Equal(p.First, 256 * p.Second, 1e-4f));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Train_WideHeadOfUsualSize_IsNotRescaled(long transposed)
    {
        var b = new GraphBuilder("head");
        string value = b.Emit("Gemm", [b.Input("x", ElementType.Float, Dim.Named("n"), 2048), TrainingNets.Weight(b, "w", 1, 2048, 2)], "y");
        b.Output(value, ElementType.Float, Dim.Named("n"), 2);
        Graph graph = b.ToGraph();
        if (transposed == 1)
        {
            Tensor w = graph.Initializers[0];
            graph = graph with { Initializers = [Tensor.From<float>("w", [2, 2048], w.Values<float>())], Nodes = [graph.Nodes[0] with { Attributes = [NodeAttribute.Of("transB", 1)] }] };
        }

        Assert.Equal(1, Assert.Single(Steps.UnitScale.Apply(new Model { Graph = graph }, ["w"], scales: true).Parameters).Factor);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Train_PrunedWeights_StayZeroAndOthersMove(bool adam)
    {
        Model model = TrainingNets.Perceptron(36, 8, 3, scale: 1 / 300f);
        float[] pruned = TrainingNets.Values(model, "w1"), dense = TrainingNets.Values(model, "w2");
        for (int i = 0; i < pruned.Length; i++)
            pruned[i] = i % 3 == 0 ? 0 : pruned[i];
        dense[4] = 0;
        model = TrainingNets.With(TrainingNets.With(model, "w1", pruned), "w2", dense);
        Optimiser optimiser = adam ? new Adam { WeightDecay = 0.01 } : Options.Optimiser;
        Model trained = TrainingNets.Train(model, TrainingNets.Rows(), Options with { BatchSize = 16, UnitScale = true, Optimiser = optimiser }).Model;
        float[] after = TrainingNets.Values(trained, "w1");
        for (int i = 0; i < pruned.Length; i++)
            Assert.Equal(pruned[i] == 0, after[i] == 0);
        Assert.NotEqual(pruned, after);
        Assert.NotEqual(0, TrainingNets.Values(trained, "w2")[4]);
        Assert.Contains(TrainingNets.Values(trained, "b1"), b => b != 0);
    }

    private static DatasetSplit Raw(DatasetSplit split, int count)
    {
        DatasetSplit some = split.Take(count);
        return new DatasetSplit(split.Name, split.SampleLength, some.AllStored(), some.Labels.ToArray(), new SampleFormat { Scale = 1 });
    }
}

internal static class Samples
{
    public static byte[] AllStored(this DatasetSplit split)
    {
        byte[] bytes = new byte[split.Count * split.SampleLength];
        for (int i = 0; i < split.Count; i++)
            split.Stored(i).CopyTo(bytes.AsSpan(i * split.SampleLength));
        return bytes;
    }
}
