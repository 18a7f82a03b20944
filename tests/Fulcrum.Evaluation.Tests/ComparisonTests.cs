using Fulcrum.Data;
using Fulcrum.Evaluation.Comparison;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Text;
using Fulcrum.Problems;
using Fulcrum.Runtime;

namespace Fulcrum.Evaluation.Tests;

public sealed class ComparisonTests
{
    private const string Body = "{ a = MatMul(x, w1) r = Relu(a) y = MatMul(r, w2) }";
    private static readonly ModelComparer Comparer = new(new OnnxRuntimeRunner(1), 3);

    [Fact]
    public void Run_TwoLayersChanged_RanksTheWorseFirstAndIsolatesIt()
    {
        ModelExplanation found = Comparer.Run(Parse(17, Body, "1, 2, 3, 4", "1, -1, -1, 1"), Parse(17, Body, "1, 2, 3.01, 4", "1, -1, 1, 1"), Samples());
        Assert.Equal(["y", "a"], found.Layers.Select(l => l.Value));
        Assert.All(found.Layers, l => Assert.True(l.IsIsolated));
        Assert.True(found.Layers[0].LossIncrease > 10 * Math.Abs(found.Layers[1].LossIncrease));
        Assert.Equal(10, found.Samples);
        Assert.Equal((-1f, 1f), (found.Layers[0].Weight!.Low, found.Layers[0].Weight!.High));
    }

    [Fact]
    public void Run_OneLayerChanged_ItsSensitivityIsTheWholeLoss()
    {
        ModelExplanation found = Comparer.Run(Parse(17, Body, "1, 2, 3, 4", "1, -1, -1, 1"), Parse(17, Body, "1, 2, 2, 4", "1, -1, -1, 1"), Samples());
        LayerExplanation only = Assert.Single(found.Layers);
        Assert.Equal("a", only.Value);
        Assert.Equal(found.VariantLoss - found.Loss, only.LossIncrease, 1e-6);
    }

    [Fact]
    public void Run_KnownNoise_HasItsSignalToNoise()
    {
        ModelExplanation found = Comparer.Run(Parse(17, Body, "1, 2, 3, 4", "1, -1, -1, 1"), Parse(17, Body, "1.1, 2.2, 3.3, 4.4", "1, -1, -1, 1"), Samples());
        Assert.Equal(20, found.Layers.Single(l => l.Value == "a").Sqnr!.Value, 1e-3);
    }

    [Fact]
    public void Run_OtherOpset_ExchangesOutputsInstead()
    {
        (Model original, Model variant) = (Parse(17, Body, "1, 2, 3, 4", "1, -1, -1, 1"), Parse(16, Body, "1, 2, 2, 4", "1, -1, -1, 1"));
        LayerExplanation only = Assert.Single(Comparer.Run(original, variant, Samples()).Layers);
        Assert.False(only.IsIsolated);
        Assert.Equal(Comparer.Run(original, variant with { Opsets = original.Opsets }, Samples()).Layers[0].LossIncrease, only.LossIncrease, 1e-6);
    }

    [Fact]
    public void Run_EqualModels_SaysThereIsNothing()
    {
        Model model = Parse(17, Body, "1, 2, 3, 4", "1, -1, -1, 1");
        Assert.Equal("explain-nothing", Assert.Throws<InputException>(() => Comparer.Run(model, model, Samples())).Problems[0].Code);
    }

    [Fact]
    public void WeightRange_OneLargeWeight_IsAnOutlierAndWidensItsChannel()
    {
        float[] values = [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? 1f : -1f)];
        values[7] = 50;
        WeightRange range = WeightRange.Of(Tensor.From<float>("w", [4, 100], values), 0);
        Assert.Equal((-1f, 50f, 1L, 50.0), (range.Low, range.High, range.Outliers, range.ChannelSpread));
    }

    private static Model Parse(int opset, string body, string first, string second) =>
        GraphText.Parse($"<ir_version: 8, opset_import: [\"\" : {opset}]>\ng (float[N, 2] x) => (float[N, 2] y) <float[2, 2] w1 = {{{first}}}, float[2, 2] w2 = {{{second}}}> {body}");

    private static DatasetSplit Samples()
    {
        byte[] values = new byte[20];
        new Random(1).NextBytes(values);
        return new DatasetSplit("calibration", 2, values, new byte[] { 0, 1, 0, 1, 0, 1, 1, 1, 0, 0 });
    }
}
