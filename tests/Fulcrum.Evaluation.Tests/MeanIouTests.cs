using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Evaluation.Metrics;
using Fulcrum.Graphs;
using Fulcrum.Problems;
using Fulcrum.Runtime;

namespace Fulcrum.Evaluation.Tests;

public sealed class MeanIouTests
{
    [Fact]
    public void Result_TwoByTwoPixels_IsTheMeanCountedByHand()
    {
        // Answers 0 1 / 1 2 against labels 0 1 / 2 ignored: class 0 1/1, class 1 1/2, class 2 0/1.
        var miou = new MeanIou();
        miou.Add([1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1], [0, 1, 2, 255], 1);
        MetricResult result = miou.Result();
        Assert.Equal((1 + 0.5 + 0) / 3, result.Value, 12);
        Assert.Equal(1, result.Samples);
    }

    [Fact]
    public void Result_SeveralSamples_SumsPixelsBeforeItDivides()
    {
        // Class 0: 1 of 4 and 2 of 2 pixels are 3 of 6, not the mean of 1/4 and 1; class 1: 0 of 3.
        var miou = new MeanIou();
        miou.Add([1, 0, 0, 0, 0, 1, 1, 1], [0, 0, 0, 0], 1);
        miou.Add([1, 1, 1, 1, 0, 0, 0, 0], [0, 255, 0, 255], 1);
        Assert.Equal((0.5 + 0) / 2, miou.Result().Value, 12);
    }

    [Fact]
    public void Result_NotANumber_IsNoAnswer()
    {
        var miou = new MeanIou();
        miou.Add([float.NaN, float.NaN, float.NaN, 1], [0, 0], 1);
        Assert.Equal((0 + 0) / 2.0, miou.Result().Value);
        var half = new MeanIou();
        half.Add([float.NaN, 1, float.NaN, 0], [0, 0], 1);
        Assert.Equal(0.5, half.Result().Value);
    }

    public static TheoryData<int> Cases => [0, 1, 2, 3];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Result_RandomMaps_EqualsTheConfusionMatrix(int index)
    {
        JsonElement fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "miou.json"))).RootElement[index];
        float[] outputs = [.. fixture.GetProperty("outputs").EnumerateArray().Select(v => v.GetSingle())];
        int[] labels = [.. fixture.GetProperty("labels").EnumerateArray().Select(v => v.GetInt32())];
        int pixels = fixture.GetProperty("pixels").GetInt32(), values = pixels * fixture.GetProperty("classes").GetInt32(), samples = labels.Length / pixels;
        var miou = new MeanIou();
        miou.Add(outputs.AsSpan(0, 2 * values), labels.AsSpan(0, 2 * pixels), 2);
        miou.Add(outputs.AsSpan(2 * values), labels.AsSpan(2 * pixels), samples - 2);
        MetricResult result = miou.Result();
        Assert.Equal(fixture.GetProperty("value").GetDouble(), result.Value, 12);
        Assert.True(result.Low < result.High && result.Low <= result.Value && result.Value <= result.High);
    }

    [Fact]
    public void DropTo_Itself_IsNothingAndToWorseIsMore()
    {
        (MeanIou good, MeanIou same, MeanIou bad) = (new(), new(), new());
        foreach (MeanIou metric in new[] { good, same })
            metric.Add([1, 0, 0, 1, 1, 0, 0, 1], [0, 1, 0, 1], 2);
        bad.Add([1, 0, 0, 1, 1, 1, 0, 0], [0, 1, 0, 1], 2);
        Assert.Equal(new MetricDrop(0, 0, 0), good.DropTo(same));
        MetricDrop drop = good.DropTo(bad);
        // Class 0: 2 of 3; class 1: 1 of 2.
        Assert.Equal(100 * (1 - (((2.0 / 3) + 0.5) / 2)), drop.Points, 9);
        Assert.InRange(drop.Points, drop.Low, drop.High);
        Assert.Throws<ArgumentException>(() => good.DropTo(new F1()));
    }

    [Fact]
    public void Judge_MapsOfLabels_GoToTheMetricThatTakesThem()
    {
        var evaluator = new ModelEvaluator(new OnnxRuntimeRunner(1), 2);
        DatasetSplit maps = Maps(4);
        MetricResult result = evaluator.Judge(Passing(2, 2), maps, new MeanIou());
        Assert.Equal((1, 3), (result.Value, result.Samples));
        Assert.Equal("data-labels", Assert.Throws<InputException>(() => evaluator.Judge(Passing(2, 2), maps, new TopK(1))).Problems[0].Code);
        Assert.Equal("output-shape", Assert.Throws<InputException>(() => evaluator.Judge(Passing(4, 1), Maps(2), new MeanIou())).Problems[0].Code);
    }

    /// <summary>The input as output: [N, 2, height, width].</summary>
    private static Model Passing(long height, long width)
    {
        var b = new GraphBuilder("passing");
        string x = b.Input("x", ElementType.Float, Dim.Named("N"), 2, height, width);
        b.Output(b.Emit("Identity", [x], "y"), ElementType.Float, Dim.Named("N"), 2, height, width);
        return new Model { Graph = b.ToGraph() };
    }

    /// <summary>Three samples of two classes of four pixels; labels per sample as many as given, those that are there right.</summary>
    private static DatasetSplit Maps(int labels) => new(
        "test", 8, new byte[] { 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1 },
        new int[] { 0, 1, 0, 1, 1, 1, 255, 1, 0, 0, 1, 1 }.Chunk(4).SelectMany(m => m.Take(labels)).ToArray(), null, labels);
}
