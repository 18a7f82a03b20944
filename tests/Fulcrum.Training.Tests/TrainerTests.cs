using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Fulcrum.Training.Losses;
using Fulcrum.Zoo;

namespace Fulcrum.Training.Tests;

public sealed class TrainerTests
{
    private static readonly TrainingOptions Short = new() { Epochs = 2 };

    [Fact]
    public void Train_FewThousandDigits_LearnsAndWritesTheSameFileEachTime()
    {
        Dataset data = MnistData.Open();
        var runner = new OnnxRuntimeRunner();
        TrainingResult Run() => new Trainer(runner).Train(ZooCatalog.Create("mnist-mlp6", 3), data.Train.Take(10_000), Short with { Seed = 3 });
        TrainingResult first = Run();
        Assert.True(first.Epochs[1].Loss < 0.6 * first.Epochs[0].Loss);
        Assert.InRange(new ModelEvaluator(runner).Top1(first.Model, data.Test.Take(2000)).Value, 0.90, 1);
        Assert.Equal(OnnxFile.Serialize(first.Model), OnnxFile.Serialize(Run().Model));
    }

    [Fact]
    public void Train_OtherSeed_GivesOtherWeights()
    {
        Dataset data = MnistData.Open();
        var trainer = new Trainer(new OnnxRuntimeRunner());
        float[] Weights(int seed) => trainer.Train(ZooCatalog.Create("mnist-mlp6", 1), data.Train.Take(1000), Short with { Epochs = 1, Seed = seed }).Model.Graph.Initializers[0].Values<float>().ToArray();
        Assert.NotEqual(Weights(1), Weights(2));
    }

    [Fact]
    public void Train_OnlySomeTensors_LeavesTheOthersUntouched()
    {
        Dataset data = MnistData.Open();
        Model model = ZooCatalog.Create("mnist-mlp6", 1);
        Model trained = new Trainer(new OnnxRuntimeRunner()).Train(model, data.Train.Take(1000), Short with { Trainable = ["fc6.weight"] }).Model;
        Assert.Equal(
            ["fc6.weight"],
            model.Graph.Initializers.Zip(trained.Graph.Initializers).Where(p => !p.First.Bytes.Span.SequenceEqual(p.Second.Bytes.Span)).Select(p => p.First.Name));
    }

    [Fact]
    public void Train_OpWithoutGradientOnThePath_NamesItAndTheRemedy()
    {
        var b = new GraphBuilder("odd");
        b.Input("x", ElementType.Float, Dim.Named("n"), 4);
        b.Constant(Tensor.From<float>("w", [4, 3], new float[12]));
        b.Output(b.Emit("Softmax", [b.Emit("Mystery", [b.Emit("MatMul", ["x", "w"], "m")], "odd")], "y"), ElementType.Float, Dim.Named("n"), 3);
        Model model = new() { Graph = b.ToGraph() };
        model = model with { Graph = model.Graph with { Values = [new ValueInfo("odd", ElementType.Float, 10, 3)] } };
        var samples = new DatasetSplit("t", 4, new byte[40], new byte[10]);
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => new Trainer(new OnnxRuntimeRunner()).Train(model, samples, Short with { BatchSize = 10 })).Problems);
        Assert.Contains(problem.Code, new[] { "op-without-gradient", "model-not-trainable" });
    }

    [Fact]
    public void Train_ModelOfAnOpsetThatCannotBeLifted_IsRefused()
    {
        Model old = ZooCatalog.Create("mnist-mlp6", 1) with { Opsets = [new("", 5)] };
        var samples = new DatasetSplit("t", 784, new byte[7840], new byte[10]);
        Assert.Equal("opset-not-liftable", Assert.Single(Assert.Throws<InputException>(() => new Trainer(new OnnxRuntimeRunner()).Train(old, samples, Short with { BatchSize = 10 })).Problems).Code);
    }

    [Fact]
    public void Train_RateThatDiverges_SaysSo()
    {
        Dataset data = MnistData.Open();
        var refused = Assert.Throws<InputException>(() => new Trainer(new OnnxRuntimeRunner()).Train(ZooCatalog.Create("mnist-mlp6", 1), data.Train.Take(2000), Short with { LearningRate = 1e6 }));
        Assert.Equal("training-diverged", Assert.Single(refused.Problems).Code);
    }

    [Fact]
    public void Validate_SeveralBadOptions_NamesThemAll()
    {
        var refused = Assert.Throws<InputException>(() => new TrainingOptions { Epochs = 0, BatchSize = -1, LearningRate = double.NaN }.Validate());
        Assert.Equal(["--epochs", "--batch-size", "--learning-rate"], refused.Problems.Select(p => p.Place));
    }

    [Fact]
    public void Train_MeanSquareOfAnError_FallsToZeroOnALearnableOne()
    {
        var b = new GraphBuilder("identity");
        b.Input("x", ElementType.Float, Dim.Named("n"), 3);
        b.Constant(Tensor.From<float>("w", [3, 3], new float[9]));
        b.Output(b.Emit("Sub", [b.Emit("MatMul", ["x", "w"], "y"), "x"], "error"), ElementType.Float, Dim.Named("n"), 3);
        var random = new Random(1);
        byte[] pixels = new byte[300];
        random.NextBytes(pixels);
        TrainingResult result = new Trainer(new OnnxRuntimeRunner()).Train(
            new Model { Graph = b.ToGraph() }, new DatasetSplit("t", 3, pixels, new byte[100]),
            new TrainingOptions { Epochs = 60, BatchSize = 10, Loss = new MeanSquare(), Optimiser = new Optimisers.Sgd() });
        Assert.True(result.Epochs[^1].Loss < 1e-4, $"{result.Epochs[^1].Loss}");
    }
}
