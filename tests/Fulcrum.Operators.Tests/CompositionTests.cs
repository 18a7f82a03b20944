using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Rules;
using Fulcrum.Problems;
using Fulcrum.Runtime;

namespace Fulcrum.Operators.Tests;

public sealed class CompositionTests
{
    [Theory]
    [InlineData("operator-unknown", "quantise")]
    [InlineData("operator-syntax", "sptq(bits)")]
    [InlineData("operator-syntax", "sptq |")]
    [InlineData("operator-option", "sptq(bits=9)")]
    [InlineData("operator-option", "sptq(bites=8)")]
    [InlineData("operator-option", "sptq(ranges=widest)")]
    public void Parse_WrongComposition_SaysWhat(string code, string text) =>
        Assert.Equal(code, Assert.Throws<InputException>(() => OperatorPipeline.Parse(text)).Problems[0].Code);

    [Fact]
    public void Parse_SeveralMistakes_ReportsAll() =>
        Assert.Equal(["operator-unknown", "operator-option"], Assert.Throws<InputException>(() => OperatorPipeline.Parse("nothing | sptq(bits=99)")).Problems.Select(p => p.Code));

    [Theory]
    [InlineData("partition | sptq(bits=6)", "sptq, operator 2 of 2", "Write \"sptq(bits=6) | partition\".")]
    [InlineData("identity | partition | identity | sptq", "sptq, operator 4 of 4", "Write \"identity | identity | sptq | partition\".")]
    [InlineData("partition(parts=3) | partition", "partition, operator 2 of 2", "Name all cuts in one partition")]
    public void Parse_OperatorThatCannotFollow_SaysWhyBeforeAnythingRuns(string text, string place, string remedy)
    {
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => OperatorPipeline.Parse(text)).Problems);
        Assert.Equal(("operator-order", place), (problem.Code, problem.Place));
        Assert.StartsWith(remedy, problem.Remedy);
    }

    [Theory]
    [InlineData("partiton", "Did you mean 'partition'?")]
    [InlineData("stpq", "Did you mean 'sptq'?")]
    [InlineData("sptq(bit=7)", "Did you mean 'bits'?")]
    [InlineData("zzzzzzzz", "Known: identity")]
    public void Parse_NearlyRightWord_SuggestsTheRightOne(string text, string remedy) =>
        Assert.StartsWith(remedy, Assert.Throws<InputException>(() => OperatorPipeline.Parse(text)).Problems[0].Remedy);

    [Fact]
    public void Parse_Options_AreRecordedWithDefaultsHoweverTheyAreWritten()
    {
        OperatorStep step = OperatorPipeline.Parse("sptq( bits=6,ranges=MinMax )").Steps[0];
        Assert.Equal(("6", "min-max", "300", "yes", ""), (step.Options["bits"], step.Options["ranges"], step.Options["samples"], step.Options["per-channel"], step.Options["exclude"]));
        Assert.Equal(step.Canonical, OperatorPipeline.Parse("sptq(ranges=min-max, bits=6, samples=300)").Steps[0].Canonical);
        Assert.NotEqual(step.Canonical, OperatorPipeline.Parse("sptq(ranges=min-max)").Steps[0].Canonical);
    }

    [Fact]
    public void Apply_SptqAndPartition_CutsTheQuantizedModelOnAQuantizedTensor()
    {
        Artefact result = OperatorPipeline.Parse("sptq(samples=16) | partition").Apply(Artefact.Of(Net()), Context());
        Assert.Equal(2, result.Segments.Count);
        Assert.Equal(ElementType.UInt8, result.Segments[1].Graph.Inputs[0].Tensor!.Element);
        Assert.Equal(2, result.Notes.Count);
    }

    [Fact]
    public void Apply_Sptq_StaysNearTheFloatModelAndGivesTheSameBytesTwice()
    {
        Model net = Net();
        Model quantized = OperatorPipeline.Parse("sptq(samples=64, ranges=minmax)").Apply(Artefact.Of(net), Context()).Whole!;
        Model again = OperatorPipeline.Parse("sptq(samples=64, ranges=minmax)").Apply(Artefact.Of(net), Context()).Whole!;
        Assert.Equal(Onnx.OnnxFile.Serialize(quantized), Onnx.OnnxFile.Serialize(again));
        Assert.Equal(["Conv", "Conv", "Gemm"], quantized.Graph.Nodes.Where(n => n.OpType is "Conv" or "Gemm").Select(n => n.OpType));
        Tensor x = Inputs(8);
        float[] exact = Run(net, x), rounded = Run(quantized, x);
        double error = exact.Zip(rounded, (a, b) => (double)(a - b) * (a - b)).Sum() / exact.Sum(a => (double)a * a);
        Assert.InRange(error, 1e-9, 0.01);
    }

    [Fact]
    public void FoldBatchNormalization_ConvWithAndWithoutBias_KeepsTheOutputs()
    {
        Model net = Net();
        (Model folded, IReadOnlyList<RuleRecord> records) = RuleDriver.Apply(net, new FoldBatchNormalizationRule());
        Assert.Equal(2, records.Count);
        Assert.DoesNotContain("BatchNormalization", folded.Graph.Nodes.Select(n => n.OpType));
        Tensor x = Inputs(4);
        Assert.All(Run(net, x).Zip(Run(folded, x)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    private static OperatorContext Context()
    {
        var random = new Random(9);
        byte[] pixels = new byte[128 * 64];
        random.NextBytes(pixels);
        var split = new DatasetSplit("calibration", 64, pixels, new byte[128]);
        return new OperatorContext { Runner = new OnnxRuntimeRunner(1), Data = new Dataset("made", [1, 8, 8], 4, split, split, split) };
    }

    private static Tensor Inputs(int count)
    {
        var random = new Random(4);
        return Tensor.From<float>("x", [count, 1, 8, 8], [.. Enumerable.Range(0, count * 64).Select(_ => random.NextSingle())]);
    }

    private static float[] Run(Model model, Tensor x)
    {
        using OnnxRuntimeModel loaded = new OnnxRuntimeRunner(1).Load(model);
        return loaded.Run([x])[0].Values<float>().ToArray();
    }

    /// <summary>Two convolutions with BatchNormalization and Relu, a pool, a matrix product.</summary>
    private static Model Net()
    {
        var random = new Random(2);
        var b = new GraphBuilder("net");
        string x = b.Input("x", ElementType.Float, Dim.Named("N"), 1, 8, 8);
        string a = Block(Conv(x, "c1", 1, 4, true), "n1", 4), c = Block(Conv(a, "c2", 4, 4, false), "n2", 4);
        string flat = b.Emit("Flatten", [b.Emit("GlobalAveragePool", [c], "pool")], "flat");
        b.Output(b.Emit("Gemm", [flat, Weight("w", 4, 4), Weight("wb", 4)], "y"), ElementType.Float, Dim.Named("N"), 4);
        return new Model { Graph = b.ToGraph() };

        string Conv(string input, string name, long from, long to, bool bias) =>
            b.Emit("Conv", bias ? [input, Weight(name, to, from, 3, 3), Weight(name + "b", to)] : [input, Weight(name, to, from, 3, 3)], name + "o", NodeAttribute.Of("pads", new long[] { 1, 1, 1, 1 }));
        string Block(string input, string name, long channels) => b.Emit("Relu", [b.Emit("BatchNormalization", [input, Weight(name + "s", channels), Weight(name + "h", channels), Weight(name + "m", channels),
            b.Constant(Tensor.From<float>(name + "v", [channels], [.. Enumerable.Range(0, (int)channels).Select(_ => 0.5f + random.NextSingle())]))], name)], name + "r");
        string Weight(string name, params long[] shape) =>
            b.Constant(Tensor.From<float>(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (n, d) => n * d)).Select(_ => random.NextSingle() - 0.4f)]));
    }
}
