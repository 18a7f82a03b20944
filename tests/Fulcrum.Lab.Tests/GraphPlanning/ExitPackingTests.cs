using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Onnx;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Exits;
using Fulcrum.Operators.Pack;
using Fulcrum.Runtime;

namespace Fulcrum.Lab.Tests.GraphPlanning;

public sealed class ExitPackingTests
{
    private static readonly OnnxRuntimeRunner Runner = new();
    private static readonly ExitPlan Plan = new() { Points = [new ExitPoint("e", 0.5, ["hidden"], 0.5)], Final = "y" };

    /// <summary>The exit's own weights do nothing to the last output: judged by that alone they would be rounded away.</summary>
    [Fact]
    public void Of_ModelWithAnExit_CountsWhatTheExitAnswers()
    {
        Model model = Net();
        PackLadder ladder = ExitPacking.Of(model, Plan, [0.25], new PackOptions { Samples = 64 }, Context());
        PackRung rung = Assert.Single(ladder.Rungs);
        Assert.True(rung.Bytes < 0.26 * rung.FloatBytes);
        Assert.True(rung.Weights.Single(w => w.Tensor.Name == "we").Noise > 0);
        Assert.Equal(["e", "y"], ladder.Prepared.Graph.Outputs.Select(o => o.Name));

        Model coded = Subgraph.ReplaceInitializers(ladder.Prepared, rung.Weights.ToDictionary(w => w.Tensor.Name, w => Tensor.From<float>(w.Tensor.Name, w.Tensor.Shape, w.Tensor.Dequantize())));
        foreach ((float[] whole, float[] same, float[] packed) in Run(model).Zip(Run(ladder.Prepared), Run(coded)))
        {
            Assert.All(whole.Zip(same), p => Assert.Equal(p.First, p.Second, 1e-4f));
            double noise = whole.Zip(packed, (a, b) => (double)(a - b) * (a - b)).Sum(), signal = whole.Sum(v => (double)v * v);
            Assert.InRange(noise / signal, 1e-9, 0.02);
        }
    }

    private static float[][] Run(Model model)
    {
        using OnnxRuntimeModel loaded = Runner.Load(model);
        return [.. loaded.Run([Tensor.From<float>("x", [8, 16], [.. Enumerable.Range(0, 128).Select(i => i % 7 / 7f)])]).OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => t.Values<float>().ToArray())];
    }

    private static OperatorContext Context()
    {
        var random = new Random(1);
        byte[] pixels = new byte[128 * 16];
        random.NextBytes(pixels);
        var samples = new DatasetSplit("made", 16, pixels, [.. Enumerable.Range(0, 128).Select(i => (byte)(i % 4))]);
        return new OperatorContext { Runner = Runner, Data = new Dataset("made", [16], 4, samples, samples, samples), Serialize = OnnxFile.Serialize };
    }

    private static Model Net()
    {
        var random = new Random(2);
        var b = new GraphBuilder("net");
        b.Input("x", ElementType.Float, Dim.Named("batch"), 16);
        string Weight(string name, int from, int to) => b.Constant(Tensor.From<float>(name, [from, to], [.. Enumerable.Range(0, from * to).Select(_ => random.NextSingle() - 0.5f)]));
        b.Emit("Relu", [b.Emit("MatMul", ["x", Weight("w1", 16, 32)], "sum")], "hidden");
        b.Output(b.Emit("MatMul", ["hidden", Weight("we", 32, 4)], "e"), ElementType.Float, Dim.Named("batch"), 4);
        b.Emit("Relu", [b.Emit("MatMul", ["hidden", Weight("w2", 32, 32)], "sum2")], "deep");
        b.Output(b.Emit("MatMul", ["deep", Weight("wy", 32, 4)], "y"), ElementType.Float, Dim.Named("batch"), 4);
        return new Model { Graph = b.ToGraph() };
    }
}
