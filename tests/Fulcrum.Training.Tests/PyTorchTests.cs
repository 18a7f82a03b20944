using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Runtime;
using Fulcrum.Training.Optimisers;

namespace Fulcrum.Training.Tests;

/// <summary>The same network, data and optimisers in PyTorch 1.13 (Fixtures/make_gradients.py).</summary>
public sealed class PyTorchTests
{
    private static readonly JsonElement Fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "gradients.json"))).RootElement;

    private static float[] Floats(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetSingle())];

    private static Model Network()
    {
        int[] widths = [.. Fixture.GetProperty("widths").EnumerateArray().Select(w => w.GetInt32())];
        JsonElement[] initial = [.. Fixture.GetProperty("initial").EnumerateArray()];
        var b = new GraphBuilder("fixture");
        string value = b.Input("x", ElementType.Float, Dim.Named("n"), widths[0]);
        for (int l = 1; l < widths.Length; l++)
        {
            string w = b.Constant(Tensor.From<float>($"w{l}", [widths[l], widths[l - 1]], Floats(initial[(2 * l) - 2])));
            string bias = b.Constant(Tensor.From<float>($"b{l}", [widths[l]], Floats(initial[(2 * l) - 1])));
            value = b.Emit("Gemm", [value, w, bias], $"g{l}", NodeAttribute.Of("transB", 1));
            value = l < widths.Length - 1 ? b.Emit("Relu", [value], $"r{l}") : value;
        }

        b.Output(value, ElementType.Float, Dim.Named("n"), widths[^1]);
        return new Model { Graph = b.ToGraph() };
    }

    private static DatasetSplit Step(int step) => All().Slice("step", step * Fixture.GetProperty("batch").GetInt32(), Fixture.GetProperty("batch").GetInt32());

    private static DatasetSplit All()
    {
        byte[] pixels = [.. Fixture.GetProperty("pixels").EnumerateArray().Select(v => (byte)v.GetInt32())];
        byte[] labels = [.. Fixture.GetProperty("labels").EnumerateArray().Select(v => (byte)v.GetInt32())];
        return new DatasetSplit("all", 6, pixels, labels);
    }

    private static void AssertClose(JsonElement expected, IEnumerable<float[]> actual, double tolerance)
    {
        foreach ((JsonElement e, float[] a) in expected.EnumerateArray().Zip(actual))
            Assert.All(Floats(e).Zip(a), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    [Fact]
    public void Train_OneSgdStepAtRateOne_MovesByPyTorchsGradients()
    {
        Model model = Network();
        TrainingResult result = new Trainer(new OnnxRuntimeRunner()).Train(model, Step(0), new TrainingOptions
        {
            Epochs = 1, BatchSize = 10, LearningRate = 1, Schedule = Schedule.Constant, Optimiser = new Sgd { Momentum = 0 },
        });
        JsonElement sgd = Fixture.GetProperty("sgd");
        Assert.Equal(sgd.GetProperty("losses")[0].GetDouble(), result.Epochs[0].Loss, 1e-6);
        var moved = model.Graph.Initializers.Zip(result.Model.Graph.Initializers, (before, after) => before.Values<float>().ToArray().Zip(after.Values<float>().ToArray(), (p, q) => p - q).ToArray());
        AssertClose(sgd.GetProperty("first_gradients"), moved, 5e-7);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adamw")]
    public void Train_FiveSteps_EndsAtPyTorchsParametersAndLosses(string name)
    {
        (Optimiser optimiser, double rate) = name == "sgd" ? ((Optimiser)new Sgd(), 0.1) : (new Adam { WeightDecay = 0.05 }, 0.01);
        JsonElement expected = Fixture.GetProperty(name);
        var runner = new OnnxRuntimeRunner();
        var options = new TrainingOptions { BatchSize = 10, Optimiser = optimiser };
        using var session = new Steps.StepSession(runner, Steps.StepGraphBuilder.Build(Network(), 6, options), All(), options);
        for (int i = 0; i < 5; i++)
            Assert.Equal(expected.GetProperty("losses")[i].GetDouble(), session.Step(Enumerable.Range(10 * i, 10).ToArray(), rate, i + 1), 2e-6);
        IReadOnlyDictionary<string, Tensor> parameters = session.Learnt();
        AssertClose(expected.GetProperty("final"), new[] { "w1", "b1", "w2", "b2", "w3", "b3" }.Select(n => parameters[n].Values<float>().ToArray()), 2e-6);
    }
}
