using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Training.Optimisers;
using Fulcrum.Training.Steps;

namespace Fulcrum.Training.Tests;

/// <summary>Six steps of a network with BatchNormalization as PyTorch 1.13 takes them (Fixtures/make_training.py, which says how the variance differs).</summary>
public sealed class NormalizationTrainingTests
{
    private const double Tolerance = 1e-4;
    private static readonly JsonElement Fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "training.json"))).RootElement;
    private static readonly string[] Parameters = ["conv1", "scale1", "shift1", "conv2", "scale2", "shift2", "w", "b"];
    private static readonly int Batch = Fixture.GetProperty("batch").GetInt32();

    [Theory]
    [InlineData("plain", null, 13)]
    [InlineData("plain", null, 17)]
    [InlineData("clipped", 0.5, 17)]
    public void Step_SixTimes_EndsAtPyTorchsLossesWeightsAndStatistics(string name, double? clip, long opset)
    {
        JsonElement expected = Fixture.GetProperty(name);
        using StepSession session = Session(new TrainingOptions { BatchSize = Batch, Optimiser = new Sgd(), ClipNorm = clip }, opset);
        for (int i = 0; i < expected.GetProperty("losses").GetArrayLength(); i++)
            Assert.Equal(expected.GetProperty("losses")[i].GetDouble(), Step(session, i), Tolerance);
        IReadOnlyDictionary<string, Tensor> learnt = session.Learnt();
        AssertClose(expected.GetProperty("final"), learnt, Parameters);
        AssertClose(expected.GetProperty("mean"), learnt, ["mean1", "mean2"]);
        AssertClose(expected.GetProperty("variance"), learnt, ["variance1", "variance2"]);
    }

    [Fact]
    public void Step_FrozenStatistics_UsesAndKeepsThem()
    {
        using StepSession session = Session(new TrainingOptions { BatchSize = Batch, Optimiser = new Sgd(), FreezeStatistics = true }, 17);
        Assert.NotEqual(Fixture.GetProperty("plain").GetProperty("losses")[0].GetDouble(), Step(session, 0), 1e-3);
        Assert.DoesNotContain("mean1", session.Learnt().Keys);
        Assert.Contains("scale1", session.Learnt().Keys);
    }

    [Fact]
    public void Step_OnlyTheLastLayerTrained_LeavesTheNormalisationsAsTheyAre()
    {
        var options = new TrainingOptions { BatchSize = Batch, Optimiser = new Sgd(), Trainable = ["w", "b"] };
        using StepSession session = Session(options, 17), frozen = Session(options with { FreezeStatistics = true }, 17);
        Assert.Equal(Step(frozen, 0), Step(session, 0));
        Assert.Equal(["w", "b"], session.Learnt().Keys);
    }

    private static float Step(StepSession session, int step) => session.Step([.. Enumerable.Range(step * Batch, Batch)], 0.1, step + 1);

    private static StepSession Session(TrainingOptions options, long opset)
    {
        byte[] pixels = [.. Fixture.GetProperty("pixels").EnumerateArray().Select(v => v.GetByte())];
        int[] labels = [.. Fixture.GetProperty("labels").EnumerateArray().Select(v => v.GetInt32())];
        return new StepSession(TrainingNets.Runner, StepGraphBuilder.Build(Network(opset), 50, options), new DatasetSplit("all", 50, pixels, labels), options);
    }

    private static Model Network(long opset)
    {
        JsonElement[] initial = [.. Fixture.GetProperty("initial").EnumerateArray()];
        long[][] shapes = [[4, 2, 3, 3], [4], [4], [5, 4, 3, 3], [5], [5], [3, 5], [3]];
        var b = new GraphBuilder("fixture");
        string value = b.Input("x", ElementType.Float, Dim.Named("n"), 2, 5, 5);
        for (int i = 0; i < Parameters.Length; i++)
            b.Constant(Tensor.From<float>(Parameters[i], shapes[i], Floats(initial[i])));
        value = Block(b, value, 1, 4, stride: 1, keep: 0.9f);
        value = Block(b, value, 2, 5, stride: 2, keep: 0.7f);
        value = b.Emit("Flatten", [b.Emit("GlobalAveragePool", [value], "pool")], "flat");
        b.Output(b.Emit("Gemm", [value, "w", "b"], "y", NodeAttribute.Of("transB", 1)), ElementType.Float, Dim.Named("n"), 3);
        return new Model { Graph = b.ToGraph(), Opsets = [new OpsetImport("", opset)] };
    }

    private static string Block(GraphBuilder b, string value, int number, int channels, long stride, float keep)
    {
        string mean = b.Constant(Tensor.From<float>($"mean{number}", [channels], new float[channels]));
        string variance = b.Constant(Tensor.From<float>($"variance{number}", [channels], [.. Enumerable.Repeat(1f, channels)]));
        value = b.Emit("Conv", [value, $"conv{number}"], $"c{number}", NodeAttribute.Of("pads", [1, 1, 1, 1]), NodeAttribute.Of("strides", [stride, stride]));
        value = b.Emit("BatchNormalization", [value, $"scale{number}", $"shift{number}", mean, variance], $"n{number}", NodeAttribute.Of("epsilon", 1e-5f), NodeAttribute.Of("momentum", keep));
        return b.Emit("Relu", [value], $"r{number}");
    }

    private static void AssertClose(JsonElement expected, IReadOnlyDictionary<string, Tensor> actual, string[] names)
    {
        for (int i = 0; i < names.Length; i++)
            Assert.All(Floats(expected[i]).Zip(actual[names[i]].Values<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    private static float[] Floats(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetSingle())];
}
