using Fulcrum.Graphs;
using Fulcrum.Operators.Sptq;
using static Fulcrum.Operators.Tests.QuantizationNets;

namespace Fulcrum.Operators.Tests;

public sealed class SptqWeightTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void UpperOfInverse_OfAPositiveMatrix_MultipliesToItsInverse(int size)
    {
        var random = new Random(size);
        double[] root = [.. Enumerable.Range(0, size * size).Select(_ => random.NextDouble() - 0.5)], matrix = new double[size * size];
        for (int i = 0; i < size * size; i++)
            matrix[i] = Enumerable.Range(0, size).Sum(k => root[(i / size * size) + k] * root[(i % size * size) + k]) + (i / size == i % size ? 0.1 : 0);
        double[] upper = Cholesky.UpperOfInverse(matrix, size)!;
        for (int i = 0; i < size; i++)
        {
            Assert.All(upper.AsSpan(i * size, i).ToArray(), u => Assert.Equal(0, u));
            for (int j = 0; j < size; j++)
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, size).Sum(k => matrix[(i * size) + k] * Enumerable.Range(0, size).Sum(m => upper[(m * size) + k] * upper[(m * size) + j])), 1e-8);
        }
    }

    [Fact]
    public void UpperOfInverse_OfAMatrixThatIsNotPositive_IsNone() => Assert.Null(Cholesky.UpperOfInverse([1, 2, 2, 1], 2));

    [Theory]
    [InlineData("", 6, 6)]
    [InlineData("strides=2,pads=1", 4, 4)]
    [InlineData("dilations=2", 4, 4)]
    [InlineData("auto_pad=SAME_UPPER,strides=2", 4, 4)]
    [InlineData("auto_pad=SAME_LOWER,strides=3", 3, 3)]
    public void Patches_OfAConv_TimesTheWeightAreItsOutput(string attributes, int high, int wide)
    {
        var random = new Random(3);
        Tensor Random(string name, params long[] shape) => Tensor.From<float>(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (n, d) => n * d)).Select(_ => random.NextSingle() - 0.5f)]);
        (Tensor x, Tensor w) = (Random("x", 2, 4, 8, 8), Random("w", 6, 2, 3, 3));
        NodeAttribute[] given = [NodeAttribute.Of("group", 2), .. attributes.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(a => a.Split('=')).Select(a => a[0] switch
        {
            "auto_pad" => NodeAttribute.Of(a[0], a[1]),
            "pads" => NodeAttribute.Of(a[0], [.. Enumerable.Repeat(long.Parse(a[1]), 4)]),
            _ => NodeAttribute.Of(a[0], new[] { long.Parse(a[1]), long.Parse(a[1]) }),
        })];
        var b = new GraphBuilder("g");
        b.Input("x", ElementType.Float, 2, 4, 8, 8);
        b.Constant(w);
        b.Output(b.Emit("Conv", ["x", "w"], "y", given), ElementType.Float, 2, 6, high, wide);
        Node conv = b.ToGraph().Nodes[0];
        using Runtime.OnnxRuntimeModel loaded = Runner.Load(new Model { Graph = b.ToGraph() });
        float[] expected = loaded.Run([x])[0].Values<float>().ToArray(), weights = w.Values<float>().ToArray();
        WeightLayout layout = WeightLayout.Of(conv, w)!;
        (float[] patches, int count) = LayerPatches.Of(conv, layout, w.Shape, x);
        Assert.Equal(2 * high * wide, count);
        for (int i = 0; i < expected.Length; i++)
        {
            (int sample, int channel, int at) = (i / (6 * high * wide), i / (high * wide) % 6, i % (high * wide));
            int patch = ((channel / 3 * count) + (sample * high * wide) + at) * layout.Columns;
            Assert.Equal(expected[i], Enumerable.Range(0, layout.Columns).Sum(k => patches[patch + k] * weights[(channel * layout.Columns) + k]), 1e-4);
        }
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public void Apply_WeightOnlyGptq_BeatsNearest(int bits, bool integer)
    {
        Model net = Net();
        double Of(WeightRounding rounding) => Error(net, Quantize(net, new SptqOptions { Activations = integer ? ActivationKind.Int8 : ActivationKind.Float, WeightBits = bits, Rounding = rounding, BiasCorrection = false }).Model);
        Assert.True(Of(WeightRounding.Gptq) < 0.7 * Of(WeightRounding.Nearest), $"{Of(WeightRounding.Gptq)} against {Of(WeightRounding.Nearest)}");
    }

    [Fact]
    public void Apply_WeightOnly_StoresInt8AndLeavesActivationsAlone()
    {
        Model model = Quantize(Net(), new SptqOptions { Activations = ActivationKind.Float, WeightBits = 4, BiasCorrection = false }).Model;
        Assert.DoesNotContain("QuantizeLinear", model.Graph.Nodes.Select(n => n.OpType));
        Tensor[] codes = [.. model.Graph.Nodes.Where(n => n.OpType == "DequantizeLinear").Select(n => model.Graph.Initializers.Single(t => t.Name == n.Inputs[0]))];
        Assert.Equal(5, codes.Length);
        Assert.All(codes, c => Assert.InRange(c.Values<sbyte>().ToArray().Max(v => Math.Abs(v + 0.5)), 1, 7.5));
        Assert.Equal([8, 16, 4], new[] { "c1w/scale", "w1/scale", "w2/scale" }.Select(s => (int)model.Graph.Initializers.Single(t => t.Name == s).ElementCount));
    }

    [Fact]
    public void Apply_HigherRateLambda_ShortensTheCodes()
    {
        double Bits(double lambda, WeightRounding rounding) => Quantize(Net(), new SptqOptions { Activations = ActivationKind.Float, WeightBits = 5, Rounding = rounding, RateLambda = lambda }).CodeBits;
        foreach (WeightRounding rounding in Enum.GetValues<WeightRounding>())
        {
            Assert.True(Bits(0.1, rounding) < Bits(0, rounding) - 0.1);
            Assert.True(Bits(0.5, rounding) < Bits(0.1, rounding) - 0.1);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Apply_BiasCorrection_TakesTheMeanErrorAway(bool bias)
    {
        Model net = Net(bias);
        double Mean(bool correct)
        {
            Model variant = Quantize(net, new SptqOptions { Activations = ActivationKind.Float, WeightBits = 3, BiasCorrection = correct, Exclude = ["c2*", "c3*", "Gemm"] }).Model;
            float[] a = Inner(net), b = Inner(variant);
            return Enumerable.Range(0, 8).Max(c => Math.Abs(Enumerable.Range(0, a.Length).Where(i => i / 64 % 8 == c).Average(i => (double)a[i] - b[i])));
        }

        Assert.True(Mean(true) < 1e-4 && Mean(false) > 1e-3, $"{Mean(true)} against {Mean(false)}");
    }

    [Fact]
    public void Equalise_ConvsAndGemms_KeepsTheOutputsAndNarrowsTheSpread()
    {
        Model net = Net();
        (Model equal, int pairs) = LayerEqualisation.Apply(net);
        Assert.Equal(3, pairs);
        float[] a = Run(net), b = Run(equal);
        float largest = a.Max(Math.Abs);
        Assert.All(a.Zip(b), p => Assert.Equal(p.First, p.Second, 1e-4f * largest));
        float[] Ranges(Model m) => [.. m.Graph.Initializers.Single(t => t.Name == "c2w").Values<float>().ToArray().Chunk(9).Select(w => w.Max(Math.Abs))];
        Assert.True(Ranges(equal).Max() / Ranges(equal).Min() < 0.7 * Ranges(net).Max() / Ranges(net).Min());
        Assert.DoesNotContain("c1", equal.Graph.Nodes.SelectMany(n => n.Outputs));
    }

    /// <summary>The first Conv's output on the calibration samples.</summary>
    private static float[] Inner(Model model) => Run(model with { Graph = model.Graph with { Outputs = [new ValueInfo("c1", null)] } }, Samples.Count);
}
