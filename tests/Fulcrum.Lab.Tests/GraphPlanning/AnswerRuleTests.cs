using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Graphs.Text;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Lab.Sensitivity;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Lab.Tests.GraphPlanning;

public sealed class AnswerRuleTests
{
    private static readonly Dictionary<string, Tensor> Values = new()
    {
        ["y"] = Logits("y", 0, 9, 0, 9, 0, 9, 0, 9),
        ["e1"] = Logits("e1", 5, 0, 1, 0, 0, 0, float.NaN, 0),
        ["e2"] = Logits("e2", 0, 5, 5, 0, 1, 0, 1, 0),
    };

    [Theory]
    [InlineData("Tanh(x)", false)]
    [InlineData("Softmax(x)", true)]
    public void Answer_EachSample_IsThatOfTheFirstExitThatIsSureEnough(string final, bool isProbability)
    {
        var model = GraphText.Parse($"<ir_version: 8, opset_import: [\"\" : 17]>\ng (float[N, 2] x) => (float[N, 2] e1, float[N, 2] y, float[N, 2] e2) {{ e1 = Relu(x) y = {final} e2 = Abs(x) }}");
        var rule = new AnswerRule(model, [new VariantExit("e1", 0, 0.9), new VariantExit("e2", 0, 0.8)]);
        var tally = new AnswerTally(false);
        float[] answers = rule.Answer(Values, 4, tally).ToArray();
        float high = isProbability ? (float)(1 / (1 + Math.Exp(-5))) : 5, low = isProbability ? (float)(1 / (1 + Math.Exp(5))) : 0;
        Assert.Equal([high, low, high, low, 0, 9, 0, 9], answers, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal((1, 1), (tally.Left["e1"], tally.Left["e2"]));
        Assert.Equal(isProbability, rule.IsProbability);
    }

    [Theory]
    [InlineData(2000, 256, true, 1128, 872)]
    [InlineData(2000, 256, false, 256, 1744)]
    [InlineData(9000, 256, true, 7000, 2000)]
    [InlineData(1000, 256, true, 1000, 77)]
    [InlineData(100, 256, false, 100, 77)]
    public void Samples_OfThresholds_AreNoneThatDecide(int count, int fitted, bool hasExits, int thresholds, int heldOut)
    {
        DatasetSplit Made(string name, int samples) => new(name, 1, new byte[samples], new byte[samples]);
        var samples = PlanSamples.Of(new Dataset("made", [1], 2, Made("train", 5), Made("calibration", count), Made("test", 77)), fitted, hasExits);
        Assert.Equal((Math.Min(count, fitted), thresholds, heldOut), (samples.Fitted.Count, samples.Thresholds.Count, samples.HeldOut.Count));
        Assert.True(heldOut == 77 || samples.Thresholds.Count + samples.HeldOut.Count <= count);
    }

    private static Tensor Logits(string name, params float[] values) => Tensor.From<float>(name, [values.Length / 2, 2], values);
}
