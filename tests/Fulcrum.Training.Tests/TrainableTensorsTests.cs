using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Training.Optimisers;
using Fulcrum.Zoo;

namespace Fulcrum.Training.Tests;

public sealed class TrainableTensorsTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    [Fact]
    public void Of_ModelWithNormalisationAndDropout_LeavesStatisticsAndRatioOut() =>
        Assert.Equal(["bias", "conv", "scale", "shift", "w"], TrainingOptions.TrainableOf(TrainingNets.Convolutional(0.5f)).Order());

    [Theory]
    [InlineData("attention")]
    [InlineData("encoder")]
    public void Of_TransformerOfPyTorch_AreItsParameters(string name)
    {
        using JsonDocument fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "transformer.json")));
        string[] parameters = [.. fixture.RootElement.GetProperty(name).GetProperty("gradients").EnumerateObject().Select(p => p.Name).Order()];
        Assert.Equal(parameters, TrainingOptions.TrainableOf(OnnxFile.Read(Path.Combine(Folder, name + ".onnx"))).Order());
    }

    [Fact]
    public void Of_ZooTransformer_LeavesTheConstantsOfFormulasOut()
    {
        Model model = ZooCatalog.Create("roberta-tiny", 1);
        HashSet<string> trainable = [.. TrainingOptions.TrainableOf(model)];
        Assert.Equal(
            model.Graph.Initializers.Where(t => t.Name.EndsWith(".weight", StringComparison.Ordinal) || t.Name.EndsWith(".bias", StringComparison.Ordinal)).Select(t => t.Name).Order(),
            trainable.Order());
    }

    [Fact]
    public void Of_FormulasMasksAndStrays_AreNotLearnt()
    {
        var b = new GraphBuilder("formulas");
        b.Input("x", ElementType.Float, 2, 3);
        string Number(string name, float value) => b.Constant(Tensor.Scalar(name, value));
        string v = b.Emit("Mul", [b.Emit("Add", ["x", b.Constant(Tensor.From<float>("shift", [3], [1, 2, 3]))], "a"), Number("half", 0.5f)], "m");
        v = b.Emit("Clip", [b.Emit("Pow", [v, Number("two", 2)], "p"), Number("low", 0), Number("high", 6)], "c");
        v = b.Emit("Add", [v, b.Constant(Tensor.From<float>("causal", [2, 3], [0, -1e4f, float.NegativeInfinity, 0, 0, -1e4f]))], "masked");
        b.Constant(Tensor.From<float>("stray", [3], [1, 2, 3]));
        b.Constant(Tensor.From<long>("whole", [2], [3, 2]));
        b.Output(b.Emit("Reshape", [v, "whole"], "y"), ElementType.Float, 3, 2);
        Assert.Equal(["shift"], TrainingOptions.TrainableOf(new Model { Graph = b.ToGraph() }));
    }

    [Fact]
    public void Train_TokenIds_LearnsAnEmbedding()
    {
        var random = new Random(3);
        long[] ids = [.. Enumerable.Range(0, 400 * 6).Select(_ => (long)random.Next(2, 20))];
        int[] labels = [.. Enumerable.Range(0, 400).Select(i => i % 2)];
        for (int i = 0; i < 400; i++)
            ids[(6 * i) + random.Next(6)] = labels[i];
        DatasetSplit data = TrainingNets.Ids(ids, 6, labels);
        var b = new GraphBuilder("tokens");
        b.Input("ids", ElementType.Int64, Dim.Named("n"), 6);
        string words = b.Emit("Gather", [TrainingNets.Weight(b, "words", 1, 20, 8), "ids"], "words/rows");
        string mean = b.Emit("ReduceMean", [words], "mean", NodeAttribute.Of("axes", [1]), NodeAttribute.Of("keepdims", 0));
        b.Output(b.Emit("Gemm", [mean, TrainingNets.Weight(b, "w", 2, 8, 2), b.Constant(Tensor.From<float>("bias", [2], [0, 0]))], "y"), ElementType.Float, Dim.Named("n"), 2);
        var model = new Model { Graph = b.ToGraph(), Opsets = [new OpsetImport("", 17)] };
        Model trained = TrainingNets.Train(model, data.Slice("train", 0, 320), new TrainingOptions { Epochs = 12, BatchSize = 16, LearningRate = 0.02, Optimiser = new Adam() }).Model;
        Assert.InRange(new ModelEvaluator(TrainingNets.Runner).Top1(trained, data.Slice("test", 320, 80)).Value, 0.95, 1);
    }

    [Fact]
    public void Train_ModelThatEndsInSoftmax_LearnsWhatItsLogitsLearn()
    {
        Model logits = TrainingNets.Train(TrainingNets.Convolutional(), TrainingNets.Rows(), TrainingNets.Options).Model;
        Model probabilities = TrainingNets.Train(TrainingNets.Convolutional(softmax: true), TrainingNets.Rows(), TrainingNets.Options).Model;
        foreach (Tensor tensor in logits.Graph.Initializers)
            Assert.True(tensor.Bytes.Span.SequenceEqual(probabilities.Graph.Initializers.Single(t => t.Name == tensor.Name).Bytes.Span), tensor.Name);
        Assert.Equal("Softmax", probabilities.Graph.Nodes[^1].OpType);
    }

    [Fact]
    public void Train_TwoWeightsOfOneGradient_MoveAlike()
    {
        var b = new GraphBuilder("sum");
        b.Input("x", ElementType.Float, Dim.Named("n"), 36);
        string sum = b.Emit("Add", [TrainingNets.Weight(b, "first", 1, 36, 3), TrainingNets.Weight(b, "second", 1, 36, 3)], "sum");
        b.Output(b.Emit("MatMul", ["x", sum], "y"), ElementType.Float, Dim.Named("n"), 3);
        var model = new Model { Graph = b.ToGraph() };
        Model trained = TrainingNets.Train(model, TrainingNets.Rows(), TrainingNets.Options).Model;
        Assert.Equal(TrainingNets.Values(trained, "first"), TrainingNets.Values(trained, "second"));
        Assert.NotEqual(TrainingNets.Values(model, "first"), TrainingNets.Values(trained, "first"));
    }
}
