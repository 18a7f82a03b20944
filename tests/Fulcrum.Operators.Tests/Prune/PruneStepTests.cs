using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Prune;
using Fulcrum.Problems;
using Fulcrum.Runtime;

namespace Fulcrum.Operators.Tests.Prune;

public sealed class PruneStepTests
{
    private const int Samples = 256;
    private static readonly Model Net = Balanced(PruneNets.Chain());

    [Fact]
    public void Apply_WithoutData_RemovesAndDoesNotTrain()
    {
        Artefact result = Apply("prune(ratio=0.3, round=1)", withData: false);
        Assert.Contains("fewer", result.Notes[0]);
        Assert.Contains("not trained", result.Notes[1]);
    }

    [Fact]
    public void Apply_TrainingAskedForWithoutData_SaysWhatIsMissing() =>
        Assert.Equal("operator-data", Assert.Throws<InputException>(() => Apply("prune(ratio=0.3, epochs=2)", withData: false)).Problems[0].Code);

    [Fact]
    public void Apply_WithTraining_AnswersMoreLikeTheWholeModel()
    {
        Model bare = Apply("prune(ratio=0.6, round=1, epochs=0)").Whole!, trained = Apply("prune(ratio=0.6, round=1, epochs=12, batch=32, learning-rate=0.02)").Whole!;
        Assert.Equal(PruneCheck.Parameters(bare), PruneCheck.Parameters(trained));
        Assert.True(Agreement(trained) > Agreement(bare) + 0.05, $"{Agreement(trained)} {Agreement(bare)}");
    }

    [Fact]
    public void Apply_WithoutTraining_MeasuresStatisticsAgainAndNothingElse()
    {
        Model old = Apply("prune(ratio=0.5, round=1, epochs=0, statistics=no)").Whole!, measured = Apply("prune(ratio=0.5, round=1, epochs=0)").Whole!;
        string[] changed = [.. old.Graph.Initializers.Where(t => t.Element == ElementType.Float && !Weight(measured, t.Name).SequenceEqual(t.Values<float>().ToArray())).Select(t => t.Name).Order()];
        Assert.Equal(["norm3.mean", "norm3.variance"], changed);
    }

    [Fact]
    public void Apply_InSteps_ReachesTheWholeRatio()
    {
        Artefact result = Apply("prune(ratio=0.5, round=1, steps=2, epochs=2, batch=64)");
        long whole = Ops.Analysis.ModelAnalyser.Summarise(Net).Macs, left = Ops.Analysis.ModelAnalyser.Summarise(result.Whole!).Macs;
        Assert.InRange((double)left / whole, 0.3, 0.5);
        Assert.Contains($"MACs {whole} to {left}", result.Notes[0]);
    }

    [Fact]
    public void Apply_Twice_GivesTheSameBytes() => Assert.Equal(
        OnnxFile.Serialize(Apply("prune(ratio=0.4, round=1, method=taylor, epochs=1, batch=64)").Whole!),
        OnnxFile.Serialize(Apply("prune(ratio=0.4, round=1, method=taylor, epochs=1, batch=64)").Whole!));

    [Fact]
    public void Apply_Taylor_TakesWhatTheLossDoesNotFeelHoweverLarge()
    {
        Tensor reader = Net.Graph.Initializers.Single(t => t.Name == "conv2.weight"), writer = Net.Graph.Initializers.Single(t => t.Name == "conv1.weight");
        float[] reads = [.. reader.Values<float>().ToArray().Select((v, i) => i / 9 % 8 == 5 ? 0 : v)];
        float[] writes = [.. writer.Values<float>().ToArray().Select((v, i) => i / 18 == 5 ? 9 : v)];
        Model model = Subgraph.ReplaceInitializers(Net, new Dictionary<string, Tensor> { [reader.Name] = Tensor.From<float>(reader.Name, reader.Shape, reads), [writer.Name] = Tensor.From<float>(writer.Name, writer.Shape, writes) });
        Assert.DoesNotContain(9f, Weight(Apply("prune(ratio=0.02, round=1, method=taylor, epochs=0)", model: model).Whole!, "conv1.weight"));
        Assert.Contains(9f, Weight(Apply("prune(ratio=0.02, round=1, epochs=0)", model: model).Whole!, "conv1.weight"));
    }

    [Theory]
    [InlineData("score=magnitude, epochs=0")]
    [InlineData("score=magnitude, epochs=3, batch=64")]
    [InlineData("score=snip-momentum, epochs=2, batch=64, schedule=one-shot")]
    public void Apply_Logical_SetsTheShareToZeroAndSaysThatItSavesNothing(string options)
    {
        Artefact result = Apply($"prune(mode=logical, sparsity=0.6, {options})");
        Assert.Equal(PruneCheck.Parameters(Net), PruneCheck.Parameters(result.Whole!));
        float[] weights = [.. new[] { "conv1.weight", "conv2.weight", "gemm4.weight" }.SelectMany(n => Weight(result.Whole!, n))];
        Assert.Equal(Math.Round(0.6 * weights.Length), weights.Count(w => w == 0));
        Assert.Contains("no faster", result.Notes[0]);
    }

    [Theory]
    [InlineData("2:4", 2, 4)]
    [InlineData("1:4", 1, 4)]
    [InlineData("4:8", 4, 8)]
    public void Apply_LogicalBlocks_KeepsSoManyOfEach(string pattern, int keep, int of)
    {
        Model result = Apply($"prune(mode=logical, pattern={pattern}, epochs=2, batch=64)").Whole!;
        float[] weights = Weight(result, "conv2.weight");
        for (int filter = 0; filter < 16; filter++)
        {
            for (int tap = 0; tap < 9; tap++)
            {
                float[] inputs = [.. Enumerable.Range(0, 8).Select(c => weights[(((filter * 8) + c) * 9) + tap])];
                Assert.All(inputs.Chunk(of), block => Assert.Equal(of - keep, block.Count(w => w == 0)));
            }
        }
    }

    [Fact]
    public void Apply_LogicalByGradients_NeedsData() => Assert.Equal(
        "operator-data", Assert.Throws<InputException>(() => Apply("prune(mode=logical, score=snip-momentum)", withData: false)).Problems[0].Code);

    [Theory]
    [InlineData("prune(ratio=0.5, speedup=2)")]
    [InlineData("prune(mode=logical, ratio=0.5)")]
    [InlineData("prune(mode=logical, pattern=4:2)")]
    [InlineData("prune(mode=logical, pattern=2:4, sparsity=0.3)")]
    [InlineData("prune(ratio=1.5)")]
    [InlineData("prune(sparsity=0.5)")]
    public void Parse_OptionsThatDoNotGoTogether_AreRefused(string text) =>
        Assert.Equal("operator-option", Assert.Throws<InputException>(() => OperatorPipeline.Parse(text)).Problems[0].Code);

    [Fact]
    public void Read_Speedup_IsTheRatioOfWork() => Assert.Equal(
        0.375, PruneOptions.Read(new OperatorOptions("prune", new Dictionary<string, string> { ["speedup"] = "1.6" })).Ratio, 1e-12);

    [Fact]
    public void Apply_PruneAndSptq_Compose() =>
        Assert.Contains(Apply("prune(ratio=0.3, round=1, epochs=0) | sptq(samples=32)").Whole!.Graph.Nodes, n => n.OpType == "QuantizeLinear");

    private static Artefact Apply(string composition, bool withData = true, Model? model = null) => OperatorPipeline.Parse(composition)
        .Apply(Artefact.Of(model ?? Net), new OperatorContext { Runner = new OnnxRuntimeRunner(1), Data = withData ? Data() : null });

    private static float[] Weight(Model model, string name) => model.Graph.Initializers.Single(t => t.Name == name).Values<float>().ToArray();

    /// <summary>Random images, labelled with what the whole model answers.</summary>
    private static Dataset Data()
    {
        DatasetSplit split = Images([.. Answers(Net).Select(a => (byte)a)]);
        return new Dataset("made", [2, 8, 8], 3, split, split, split);
    }

    /// <summary>Images of different brightness and contrast in each channel.</summary>
    private static DatasetSplit Images(byte[] labels)
    {
        var random = new Random(3);
        byte[] pixels = new byte[Samples * 128];
        for (int channel = 0; channel < 2 * Samples; channel++)
        {
            (int low, int high) = (random.Next(128), random.Next(128, 256));
            for (int i = 0; i < 64; i++)
                pixels[(channel * 64) + i] = (byte)random.Next(low, high);
        }

        return new DatasetSplit("made", 128, pixels, labels);
    }

    /// <summary>The model with another bias and scale at its end, so that its answers differ.</summary>
    private static Model Balanced(Model model)
    {
        float[] logits = Logits(model);
        float[] means = [.. Enumerable.Range(0, 3).Select(c => logits.Where((_, i) => i % 3 == c).Average())];
        float spread = MathF.Sqrt(logits.Select((v, i) => (v - means[i % 3]) * (v - means[i % 3])).Average());
        float[] weight = [.. Weight(model, "gemm4.weight").Select(w => 2 * w / spread)], bias = [.. Weight(model, "gemm4.bias").Select((b, c) => 2 * (b - means[c]) / spread)];
        return Subgraph.ReplaceInitializers(model, new Dictionary<string, Tensor> { ["gemm4.weight"] = Tensor.From<float>("gemm4.weight", [3, 16], weight), ["gemm4.bias"] = Tensor.From<float>("gemm4.bias", [3], bias) });
    }

    private static double Agreement(Model model) => Answers(model).Zip(Answers(Net)).Average(pair => pair.First == pair.Second ? 1.0 : 0);

    private static int[] Answers(Model model) => [.. Logits(model).Chunk(3).Select(row => Array.IndexOf(row, row.Max()))];

    private static float[] Logits(Model model)
    {
        float[] x = new float[Samples * 128];
        Images(new byte[Samples]).CopySamples(0, x);
        return PruneCheck.Run(model, [Tensor.From<float>("x", [Samples, 2, 8, 8], x)]);
    }
}
