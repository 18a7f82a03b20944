using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Planning.Chains;
using Fulcrum.Planning.Offline;
using Fulcrum.Planning.Patterns;
using Fulcrum.Planning.Segments;
using Fulcrum.Problems;
using Fulcrum.Protocol.Segments;
using Fulcrum.Runtime;
using Fulcrum.Training;

namespace Fulcrum.Planning.Tests.Offline;

public sealed class OfflinePlannerTests
{
    private static readonly OnnxRuntimeRunner Runner = new();
    private static readonly OfflineOptions Options = new() { Levels = [1, 5], Draws = 1 };

    /// <summary>Three classes of noisy bumps, a small perceptron trained on them: real enough to plan, small enough to be quick.</summary>
    private static (Model Model, DatasetSplit Samples) Trained()
    {
        var random = new Random(1);
        (byte[] pixels, byte[] labels) = (new byte[1500 * 16], new byte[1500]);
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = (byte)random.Next(3);
            for (int j = 0; j < 16; j++)
                pixels[(i * 16) + j] = (byte)Math.Clamp((j / 6 == labels[i] ? 150 : 80) + random.Next(-80, 80), 0, 255);
        }

        var samples = new DatasetSplit("train", 16, pixels, labels);
        var b = new GraphBuilder("small");
        string value = b.Input("x", ElementType.Float, Dim.Named("n"), 16);
        foreach ((int from, int to, int layer) in new[] { (16, 24, 1), (24, 12, 2), (12, 3, 3) })
        {
            float[] weights = [.. Enumerable.Range(0, from * to).Select(_ => (random.NextSingle() - 0.5f) * 2 / MathF.Sqrt(from))];
            string w = b.Constant(Tensor.From<float>($"w{layer}", [to, from], weights));
            string bias = b.Constant(Tensor.From<float>($"b{layer}", [to], new float[to]));
            value = b.Emit("Gemm", [value, w, bias], $"g{layer}", NodeAttribute.Of("transB", 1));
            value = layer < 3 ? b.Emit("Relu", [value], $"r{layer}") : value;
        }

        b.Output(value, ElementType.Float, Dim.Named("n"), 3);
        Model model = new Trainer(Runner).Train(new Model { Graph = b.ToGraph() }, samples, new TrainingOptions { Epochs = 6, BatchSize = 50, LearningRate = 0.05 }).Model;
        return (model, samples);
    }

    [Fact]
    public void Plan_SmallTrainedModel_GivesPatternsThatHoldWhenExecuted()
    {
        (Model model, DatasetSplit samples) = Trained();
        PatternSet set = new OfflinePlanner(Runner, OnnxFile.Serialize).Plan("small", "h", model, samples, Options);
        Assert.Equal(4 * 3, set.Patterns.Count);
        Assert.All(set.Patterns.Where(p => p.Delta > 0), p => Assert.True(p.ContinuousBits.Count == p.Cut + (p.Cut < 3 ? 1 : 0) && p.ContinuousBits.All(b => b is >= 2 and <= 8)));
        Assert.All(set.Layers, l => Assert.True(l.NoiseScale > 0 && l.Robustness[0] <= l.Robustness[1]));
        var evaluator = new ModelEvaluator(Runner);
        bool[] right = evaluator.Answers(model, samples);
        Assert.InRange(right.Count(r => r), 1200, 1500);
        foreach (Pattern p in set.Patterns.Where(p => p.Cut == 3 && p.Level > 0))
        {
            var rounded = LayerChain.From(model).Layers.Select((l, i) => (l, bits: p.WeightBits[i])).Where(x => x.bits != 32)
                .ToDictionary(x => x.l.Weight.Name, x => Tensor.From<float>(x.l.Weight.Name, x.l.Weight.Shape, SegmentBuilder.Quantize(x.l, x.bits).Dequantize()));
            PairedDrop drop = PairedDrop.Between(right, evaluator.Answers(Subgraph.ReplaceInitializers(model, rounded), samples));
            Assert.Equal(p.CalibrationDrop, drop.Points, 6);
            Assert.True(p.CalibrationDropHigh <= p.Level || p.WeightBits.All(b => b == 32));
        }
    }

    [Fact]
    public void Plan_LooserLevel_NeverSendsMore()
    {
        (Model model, DatasetSplit samples) = Trained();
        PatternSet set = new OfflinePlanner(Runner, OnnxFile.Serialize).Plan("small", "h", model, samples, Options);
        foreach (var cut in set.Patterns.GroupBy(p => p.Cut))
        {
            long[] traffic = [.. cut.OrderBy(p => p.Level).Select(p => p.CodedWeightBytes.Sum() + p.CutTensorBytes)];
            Assert.Equal(traffic.OrderDescending(), traffic);
        }
    }

    [Fact]
    public void Plan_TwiceWithOneSeed_GivesTheSamePatterns()
    {
        (Model model, DatasetSplit samples) = Trained();
        PatternSet Plan() => new OfflinePlanner(Runner, OnnxFile.Serialize).Plan("small", "h", model, samples, Options);
        Assert.Equal(Plan().Patterns.Select(p => p.SegmentId), Plan().Patterns.Select(p => p.SegmentId));
    }

    [Fact]
    public void Build_SegmentOfAPattern_HasTheBytesAndIdThatWerePlanned()
    {
        (Model model, DatasetSplit samples) = Trained();
        PatternSet set = new OfflinePlanner(Runner, OnnxFile.Serialize).Plan("small", "h", model, samples, Options);
        Pattern pattern = set.Patterns.First(p => p.Cut == 2 && p.Level == 1);
        byte[] file = SegmentWriter.Write(new SegmentBuilder(LayerChain.From(model), "small", "h", OnnxFile.Serialize).Build(2, 1, pattern.WeightBits, pattern.CutTensor));
        Assert.Equal((pattern.SegmentBytes, pattern.SegmentId), (file.Length, SegmentWriter.Hash(file)));
        Segment read = SegmentReader.Read(file);
        Assert.Equal("r2", read.CutTensor.Name);
        Assert.DoesNotContain(OnnxFile.Parse(read.Skeleton, "s").Graph.Initializers, t => t.Element == ElementType.Float);
    }

    [Fact]
    public void Plan_DataOfAnotherShape_IsRefused()
    {
        (Model model, _) = Trained();
        var other = new DatasetSplit("c", 9, new byte[90], new byte[10]);
        Assert.Equal("data-shape", Assert.Single(Assert.Throws<InputException>(() => new OfflinePlanner(Runner, OnnxFile.Serialize).Plan("m", "h", model, other, Options)).Problems).Code);
    }

    [Theory]
    [InlineData(new[] { 1.0, 0.5 })]
    [InlineData(new double[0])]
    [InlineData(new[] { double.NaN })]
    [InlineData(new[] { 0.0, 1 })]
    public void Validate_LevelsThatMakeNoSense_AreRefused(double[] levels) =>
        Assert.Equal("option-out-of-range", Assert.Single(Assert.Throws<InputException>(() => new OfflineOptions { Levels = levels }.Validate()).Problems).Code);
}
