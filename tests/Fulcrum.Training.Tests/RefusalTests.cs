using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Training.Tests;

/// <summary>What cannot be trained is refused with one clear problem.</summary>
public sealed class RefusalTests
{
    private static readonly DatasetSplit Data = TrainingNets.Rows();
    private static readonly Model Net = TrainingNets.Convolutional();

    private static Problem Refused(Model model, DatasetSplit data, TrainingOptions? options = null) =>
        Assert.Single(Assert.Throws<InputException>(() => TrainingNets.Train(model, data, options ?? TrainingNets.Options)).Problems);

    private static void AssertRefused(string code, string place, string says, Problem problem)
    {
        Assert.Equal((code, place), (problem.Code, problem.Place));
        Assert.Contains(says, problem.Message);
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void Train_LabelOutOfRange_NamesTheSample() =>
        AssertRefused("label-out-of-range", "rows, sample 2", "0 to 1", Refused(TrainingNets.Convolutional(classes: 2), Data));

    [Fact]
    public void Train_NegativeLabel_NamesTheSample() =>
        AssertRefused("label-out-of-range", "t, sample 1", "-1", Refused(Net, new DatasetSplit("t", 36, new byte[36 * 8], new[] { 0, -1, 0, 0, 0, 0, 0, 0 })));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Train_WeightThatIsNoNumber_NamesIt(float value)
    {
        float[] weights = TrainingNets.Values(Net, "w");
        weights[17] = value;
        AssertRefused("weight-not-finite", "w", "A weight is", Refused(TrainingNets.With(Net, "w", weights), Data));
    }

    [Fact]
    public void Train_StatisticsThatAreNoNumbers_SaysThatTheLossIsNone()
    {
        Model broken = TrainingNets.With(Net, "variance", [float.NaN, 1, 1, 1]);
        AssertRefused("training-diverged", "epoch 1, step 1", "no number", Refused(broken, Data, TrainingNets.Options with { FreezeStatistics = true }));
    }

    [Theory]
    [InlineData("Round")]
    [InlineData("Sign")]
    public void Train_OpWithoutGradientOnThePath_NamesTheNode(string op)
    {
        Model model = Between(b => b.Emit(op, ["h"], "rounded"));
        AssertRefused("op-without-gradient", model.Graph.Nodes.Single(n => n.OpType == op).Display, op, Refused(model, Four()));
    }

    [Fact]
    public void Train_OpWithoutGradientBesideThePath_DoesNotMatter()
    {
        Model model = Between(b => b.Emit("Add", ["h", b.Emit("Round", ["x"], "rounded")], "sum"));
        Assert.NotEmpty(TrainingNets.Train(model, Four(), TrainingNets.Options).Epochs);
    }

    [Fact]
    public void Train_InputWithoutShape_AsksForIt()
    {
        Model model = Net with { Graph = Net.Graph with { Inputs = [new ValueInfo("x", null)] } };
        AssertRefused("model-not-trainable", "small", "batch dimension", Refused(model, Data));
    }

    [Fact]
    public void Train_OutputOfUnknownShape_SaysSo()
    {
        Model model = Between(b => b.Emit("Mystery", ["h"], "odd"));
        AssertRefused("model-not-trainable", "y", "shape is not known", Refused(model, Four()));
    }

    [Fact]
    public void Train_TwoInputs_NamesThem()
    {
        Model model = Net with { Graph = Net.Graph with { Inputs = [.. Net.Graph.Inputs, new ValueInfo("mask", ElementType.Float, 1)] } };
        AssertRefused("model-not-trainable", "small", "x, mask", Refused(model, Data));
    }

    [Fact]
    public void Train_NothingToTrain_SaysSo()
    {
        var b = new GraphBuilder("empty");
        b.Output(b.Emit("Relu", [b.Input("x", ElementType.Float, Dim.Named("n"), 4)], "y"), ElementType.Float, Dim.Named("n"), 4);
        AssertRefused("model-not-trainable", "empty", "no float weight", Refused(new Model { Graph = b.ToGraph() }, Four()));
    }

    [Fact]
    public void Train_UnknownTrainable_NamesIt() =>
        AssertRefused("weight-unknown", "nothing", "no weight", Refused(Net, Data, TrainingNets.Options with { Trainable = ["w", "nothing"] }));

    [Fact]
    public void Train_SamplesOfAnotherShape_SaysBoth() =>
        AssertRefused("data-shape", "x", "36 values", Refused(TrainingNets.Perceptron(37, 4, 3), Data));

    [Fact]
    public void Train_SamplesOfAnotherKind_SaysBoth() =>
        AssertRefused("data-type", "x", "Int64", Refused(TrainingNets.Perceptron(4, 4, 3), TrainingNets.Ids(new long[4 * 8], 4, new int[8])));

    [Fact]
    public void Train_FewerSamplesThanABatch_SaysSo() =>
        AssertRefused("data-too-small", "rows", "do not fill", Refused(Net, TrainingNets.Rows(7)));

    [Fact]
    public void Train_OutputThatIsNoClassifier_SaysItsShape()
    {
        Model model = Net with { Graph = Net.Graph with { Outputs = [new ValueInfo("c", null)] } };
        AssertRefused("model-not-trainable", "c", "[8,4,6,6]", Refused(model, Data));
    }

    /// <summary>x [n, 4], h = x w, something that ends the graph's first half, y = that times v.</summary>
    private static Model Between(Func<GraphBuilder, string> something)
    {
        var b = new GraphBuilder("between");
        b.Input("x", ElementType.Float, Dim.Named("n"), 4);
        b.Emit("MatMul", ["x", TrainingNets.Weight(b, "w", 1, 4, 4)], "h");
        b.Output(b.Emit("MatMul", [something(b), TrainingNets.Weight(b, "v", 2, 4, 3)], "y"), ElementType.Float, Dim.Named("n"), 3);
        return new Model { Graph = b.ToGraph() };
    }

    private static DatasetSplit Four() => new("four", 4, new byte[64], new int[16]);
}
