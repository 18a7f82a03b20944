using Fulcrum.Data;
using Fulcrum.Evaluation.Calibration;
using Fulcrum.Graphs;
using Fulcrum.Problems;
using Fulcrum.Runtime;

namespace Fulcrum.Evaluation.Tests;

public sealed class CalibrationTests
{
    [Fact]
    public void Add_ValuesThatGrow_CountsEachOnceAndKeepsTheirOrderOfMagnitude()
    {
        var random = new Random(3);
        var histogram = new StreamingHistogram();
        float[] all = [.. Enumerable.Range(0, 20_000).Select(i => (float)(Math.Pow(1.0005, i) * (random.NextDouble() - 0.4)))];
        foreach (float[] part in all.Chunk(777))
            histogram.Add(part);
        Assert.Equal((all.Min(), all.Max(), 20_000L), (histogram.Minimum, histogram.Maximum, histogram.Count));
        Assert.Equal(20_000, histogram.Counts.Sum());
        for (int bin = 0; bin < StreamingHistogram.Bins; bin += 97)
        {
            double edge = (bin - (StreamingHistogram.Bins / 2)) * histogram.Width;
            Assert.Equal(all.Count(v => v < edge - histogram.Width) / 20_000.0, histogram.Counts.Take(bin).Sum() / 20_000.0, 0.02);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Add_ValueThatIsNoNumber_IsRefused(float value) => Assert.Throws<ArgumentException>(() => new StreamingHistogram().Add([1, value]));

    [Fact]
    public void Choose_MinMax_IsWhatWasSeenAndHoldsZero() =>
        Assert.Equal(new ValueRange(0, 5), RangeChooser.Choose(Filled([2, 3, 5]), RangeMethod.MinMax, 8));

    [Theory]
    [InlineData(RangeMethod.Percentile)]
    [InlineData(RangeMethod.MeanSquare)]
    [InlineData(RangeMethod.Entropy)]
    public void Choose_OneFarOutlierAtFewBits_LeavesItOutside(RangeMethod method)
    {
        ValueRange range = RangeChooser.Choose(Filled([.. Normal(100_000), 500]), method, 4);
        Assert.InRange(range.High, 1.5f, 100);
    }

    [Theory]
    [InlineData(RangeMethod.Percentile)]
    [InlineData(RangeMethod.MeanSquare)]
    [InlineData(RangeMethod.Entropy)]
    public void Choose_NormalValuesAtEightBits_KeepsNearlyAll(RangeMethod method)
    {
        ValueRange range = RangeChooser.Choose(Filled(Normal(100_000)), method, 8);
        Assert.InRange(range.High, 2.5f, 6);
        Assert.InRange(range.Low, -6, -2.5f);
    }

    [Fact]
    public void Choose_OnlyZeros_IsEmpty() => Assert.Equal(new ValueRange(0, 0), RangeChooser.Choose(Filled([0, 0]), RangeMethod.MeanSquare, 8));

    [Fact]
    public void Run_Model_SeesInnerTensorsAndTheInput()
    {
        var samples = new DatasetSplit("calibration", 2, new byte[] { 0, 255, 255, 0, 51, 51 }, new byte[] { 0, 1, 0 });
        IReadOnlyDictionary<string, StreamingHistogram> seen = Calibrate(["x", "twice"], samples);
        Assert.Equal((0f, 1f, 6L), (seen["x"].Minimum, seen["x"].Maximum, seen["x"].Count));
        Assert.Equal((0f, 2f), (seen["twice"].Minimum, seen["twice"].Maximum));
    }

    [Fact]
    public void Run_SamplesThatAreNoNumbers_NamesTheTensor()
    {
        var samples = new DatasetSplit("calibration", 2, BitConverter.GetBytes(float.NaN).Concat(BitConverter.GetBytes(1f)).ToArray(), new byte[1], new SampleFormat { Type = SampleType.Float32, Scale = 1 });
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => Calibrate(["twice"], samples)).Problems);
        Assert.Equal(("calibration-not-finite", "twice"), (problem.Code, problem.Place));
    }

    internal static Model Doubling()
    {
        var b = new GraphBuilder("doubling");
        string x = b.Input("x", ElementType.Float, Dim.Named("N"), 2);
        b.Output(b.Emit("Relu", [b.Emit("Add", [x, x], "twice")], "y"), ElementType.Float, Dim.Named("N"), 2);
        return new Model { Graph = b.ToGraph() };
    }

    private static StreamingHistogram Filled(float[] values)
    {
        var histogram = new StreamingHistogram();
        histogram.Add(values);
        return histogram;
    }

    private static float[] Normal(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    private static IReadOnlyDictionary<string, StreamingHistogram> Calibrate(string[] tensors, DatasetSplit samples)
    {
        var calibrator = new ActivationCalibrator(tensors);
        new ActivationStream(new OnnxRuntimeRunner(1)).Run(Doubling(), tensors, samples, run => calibrator.See(run, _ => { }), "Calibrating");
        return calibrator.Histograms;
    }
}
