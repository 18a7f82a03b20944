using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Fusion;
using Fulcrum.Operators.Sptq;
using Fulcrum.Problems;
using static Fulcrum.Operators.Tests.QuantizationNets;

namespace Fulcrum.Operators.Tests;

public sealed class SptqMapTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void Map_SeveralRulesForANode_TheLastThatSaysSomethingCounts()
    {
        IReadOnlyList<PrecisionRule> rules = Read("""[{ "match": "Conv", "bits": 5, "granularity": "tensor", "ranges": "entropy" }, { "match": "c2*", "bits": 3 }, { "match": "*", "exclude": false }]""");
        var options = new SptqOptions { Rules = rules, Exclude = ["c1*"] };
        NodePrecision Of(string name) => options.For(Net().Graph.Nodes.Single(n => n.Name == $"{name}/Conv"));
        Assert.Equal((5, false, Evaluation.Calibration.RangeMethod.Entropy, false), (Of("c1").Bits, Of("c1").PerChannel, Of("c1").Ranges, Of("c1").Exclude));
        Assert.Equal(3, Of("c2").Bits);
    }

    [Fact]
    public void Map_BitsAndGranularityAndExclude_AreInTheModel()
    {
        Model model = Quantize(Net(), new SptqOptions { Rules = Read("""[{ "match": "c1/*", "bits": 3, "granularity": "tensor" }, { "match": "Gemm", "exclude": true }]""") }).Model;
        sbyte[] codes = model.Graph.Initializers.Single(t => t.Name == "c1w/quantized").Values<sbyte>().ToArray();
        Assert.InRange(codes.Max(), 1, 3);
        Assert.Equal(1, model.Graph.Initializers.Single(t => t.Name == "c1w/scale").ElementCount);
        Assert.Equal(8, model.Graph.Initializers.Single(t => t.Name == "c3w/scale").ElementCount);
        Assert.Contains(model.Graph.Initializers, t => t.Name == "w1" && t.Element == ElementType.Float);
    }

    [Theory]
    [InlineData("precision-map", "rule 2 (Gemm)", """[{ "match": "Conv" }, { "match": "Gemm", "bits": 9 }]""")]
    [InlineData("precision-map", "[1]", """[{ "match": "Conv" }, { "match": "Gemm", "bit": 4 }]""")]
    [InlineData("precision-map", "rule 1 (Conv)", """[{ "match": "Conv", "granularity": "row" }]""")]
    [InlineData("precision-map", "rule 1 (Conv)", """[{ "match": "Conv", "ranges": "widest" }]""")]
    [InlineData("precision-map", "$", """{ "match": "Conv" }""")]
    [InlineData("precision-unmatched", "rule 2 (convolution*)", """[{ "match": "Conv", "bits": 4 }, { "match": "convolution*", "bits": 4 }]""")]
    public void Map_WrongRule_IsNamed(string code, string place, string json)
    {
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => Quantize(Net(), new SptqOptions { Rules = Read(json) })).Problems);
        Assert.Equal(code, problem.Code);
        Assert.Contains(place, problem.Place);
    }

    [Fact]
    public void Fusion_OfAQuantizedNet_OnlyTheInputIsConverted()
    {
        FusionReport report = new FusionInspector(Runner).Inspect(Quantize(Net(), new SptqOptions()).Model, Samples);
        Assert.Equal("x", Assert.Single(report.Boundary).Why[^2..^1]);
        Assert.Empty(report.Unfused);
        Assert.True(report.IntegerKernels >= 5);
    }

    [Fact]
    public void Fusion_NodeLeftInFloat_IsNamedAsTheReason()
    {
        FusionReport report = new FusionInspector(Runner).Inspect(Quantize(Net(), new SptqOptions { Exclude = ["GlobalAveragePool"] }).Model, Samples);
        Assert.Contains(report.Unfused, u => u.OpType == "DequantizeLinear" && u.Why.Contains("pool", StringComparison.Ordinal));
    }

    [Fact]
    public void Fusion_FloatLayerThatTheRuntimeQuantizesItself_IsListed()
    {
        FusionReport report = new FusionInspector(Runner).Inspect(Quantize(Net(), new SptqOptions { Exclude = ["c2/*"] }).Model, Samples);
        Assert.Equal(["c2/Conv"], report.ByRuntime);
        Assert.Contains("1 quantized by the runtime", report.Summary);
    }

    [Fact]
    public void Fusion_ConstantsAddedToActivationsAndPoolsAfterRelu_AreTakenIn()
    {
        var b = new GraphBuilder("g");
        b.Input("x", ElementType.Float, Dim.Named("N"), 1, 8, 8);
        float[] values = [.. Enumerable.Range(0, 64).Select(i => (i % 9) - 4f)];
        string conv = b.Emit("Relu", [b.Emit("Conv", ["x", b.Constant(Tensor.From<float>("w", [4, 1, 3, 3], values.AsSpan(0, 36)))], "c")], "r");
        string pool = b.Emit("MaxPool", [conv], "p", NodeAttribute.Of("kernel_shape", new long[] { 6, 6 }));
        string flat = b.Emit("Flatten", [pool], "f");
        string sum = b.Emit("Add", [b.Emit("MatMul", [flat, b.Constant(Tensor.From<float>("m", [4, 4], values.AsSpan(0, 16)))], "mm"), b.Constant(Tensor.From<float>("a", [4], [1, -2, 3, 4]))], "s");
        b.Output(b.Emit("MatMul", [sum, b.Constant(Tensor.From<float>("m2", [4, 4], values.AsSpan(9, 16)))], "y"), ElementType.Float, Dim.Named("N"), 4);
        var model = new Model { Graph = b.ToGraph() };
        Model quantized = Quantize(model, new SptqOptions()).Model;
        FusionReport report = new FusionInspector(Runner).Inspect(quantized, Samples);
        Assert.Empty(report.Unfused);
        Assert.InRange(Error(model, quantized), 0, 0.01);
    }

    [Fact]
    public void Step_WithOptionsAsWritten_NotesTheFusionAndKeepsItInTheArtefact()
    {
        var data = new Data.Dataset("made", [1, 8, 8], 4, Samples, Samples, Samples);
        Artefact result = OperatorPipeline.Parse("sptq(samples=32, equalize=yes, bias-correction=no) | partition").Apply(Artefact.Of(Net()), new OperatorContext { Runner = Runner, Data = data });
        Assert.Contains("3 pairs equalized; 1 boundary, 0 unfused", result.Notes[0]);
        Assert.NotNull(result.Fusion);
        Artefact stored = OperatorPipeline.Parse("sptq(activations=float, bits=4, bias-correction=no)").Apply(Artefact.Of(Net()), new OperatorContext { Runner = Runner });
        Assert.Contains("5 weights stored", stored.Notes[0]);
    }

    public void Dispose() => File.Delete(_file);

    private IReadOnlyList<PrecisionRule> Read(string json)
    {
        File.WriteAllText(_file, json);
        return PrecisionMap.Read(_file);
    }
}
