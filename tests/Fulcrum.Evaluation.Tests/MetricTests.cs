using Fulcrum.Data;
using Fulcrum.Evaluation.Metrics;
using Fulcrum.Graphs;
using Fulcrum.Problems;
using Fulcrum.Runtime;

namespace Fulcrum.Evaluation.Tests;

public sealed class MetricTests
{
    private static readonly float[] Outputs = [0.1f, 0.7f, 0.2f, 0.5f, 0.3f, 0.2f, 0.2f, 0.2f, 0.6f, 0.4f, 0.4f, 0.2f];

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.75)]
    [InlineData(3, 1)]
    public void TopK_HandMadeOutputs_CountsTheFirstOfEqualOnes(int k, double expected)
    {
        var top = new TopK(k);
        top.Add(Outputs, [1, 2, 2, 1]);
        Assert.Equal(expected, top.Result().Value);
    }

    [Fact]
    public void TopK_NotANumber_IsNeverRight()
    {
        var top = new TopK(1);
        top.Add([float.NaN, 0, 0, float.NaN], [0, 0]);
        Assert.Equal([false, false], top.Answers);
    }

    [Fact]
    public void F1_TwoClasses_IsThatOfClassOne()
    {
        var f1 = new F1();
        f1.Add([0, 1, 0, 1, 1, 0, 1, 0, 0, 1], [1, 0, 1, 0, 1]);
        MetricResult result = f1.Result();
        Assert.Equal(2 * 2.0 / (3 + 3), result.Value, 12);
        Assert.InRange(result.Value, result.Low, result.High);
    }

    [Fact]
    public void F1_ThreeClasses_IsTheMeanOverClasses()
    {
        var f1 = new F1();
        f1.Add([1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1], [0, 1, 2, 2]);
        Assert.Equal((1 + (2.0 / 3) + (2.0 / 3)) / 3, f1.Result().Value, 12);
    }

    [Fact]
    public void Judge_ModelWithAFixedBatch_JudgesEverySampleOnce()
    {
        var b = new GraphBuilder("fixed");
        string x = b.Input("x", ElementType.Float, 4, 2);
        b.Output(b.Emit("Relu", [x], "y"), ElementType.Float, 4, 2);
        var split = new DatasetSplit("test", 2, new byte[] { 9, 0, 0, 9, 9, 0, 0, 9, 9, 0, 0, 9 }, new byte[] { 0, 1, 0, 0, 0, 1 });
        Assert.Equal([true, true, true, false, true, true], new ModelEvaluator(new OnnxRuntimeRunner(1)).Answers(new Model { Graph = b.ToGraph() }, split));
    }

    [Theory]
    [InlineData("data-shape", 3, SampleType.UInt8)]
    [InlineData("data-type", 2, SampleType.Int64)]
    public void Judge_SamplesThatDoNotFit_AreRefused(string code, int length, SampleType type)
    {
        var format = new SampleFormat { Type = type };
        var split = new DatasetSplit("test", length, new byte[length * format.Width * 2], new byte[2], format);
        Assert.Equal(code, Assert.Throws<InputException>(() => new ModelEvaluator(new OnnxRuntimeRunner(1)).Answers(CalibrationTests.Doubling(), split)).Problems[0].Code);
    }

    [Fact]
    public void Judge_EmptySplit_IsRefused() =>
        Assert.Equal("data-empty", Assert.Throws<InputException>(() => new ModelEvaluator(new OnnxRuntimeRunner(1)).Answers(CalibrationTests.Doubling(), new DatasetSplit("test", 2, default, Array.Empty<byte>()))).Problems[0].Code);
}
