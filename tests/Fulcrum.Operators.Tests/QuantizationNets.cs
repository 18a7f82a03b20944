using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Operators.Sptq;
using Fulcrum.Runtime;

namespace Fulcrum.Operators.Tests;

/// <summary>Small nets and samples for tests of quantization.</summary>
internal static class QuantizationNets
{
    public static OnnxRuntimeRunner Runner { get; } = new(1);

    /// <summary>Images of 8 by 8 whose neighbours are alike, as in pictures.</summary>
    public static DatasetSplit Samples { get; } = Made(128);

    /// <summary>Conv, depthwise Conv, pointwise Conv and Gemm with Relu between; channels of very different range.</summary>
    public static Model Net(bool bias = true)
    {
        var random = new Random(2);
        var b = new GraphBuilder("net");
        string value = b.Input("x", ElementType.Float, Dim.Named("N"), 1, 8, 8);
        value = Relu(Conv(value, "c1", 1, 8, 3, 1));
        value = Relu(Conv(value, "c2", 1, 8, 3, 8));
        value = Relu(Conv(value, "c3", 8, 8, 1, 1));
        value = b.Emit("Flatten", [b.Emit("GlobalAveragePool", [value], "pool")], "flat");
        value = b.Emit("Relu", [b.Emit("Gemm", [value, Weight("w1", 1, 8, 16), Weight("b1", 1, 16)], "g1")], "g1r");
        b.Output(b.Emit("Gemm", [value, Weight("w2", 1, 4, 16), Weight("b2", 1, 4)], "y", NodeAttribute.Of("transB", 1)), ElementType.Float, Dim.Named("N"), 4);
        return new Model { Graph = b.ToGraph() };

        string Relu(string input) => b.Emit("Relu", [input], $"{input}_r");
        string Conv(string input, string name, long from, long to, long kernel, long groups) => b.Emit(
            "Conv",
            bias ? [input, Weight(name + "w", 8, to, from, kernel, kernel), Weight(name + "b", 1, to)] : [input, Weight(name + "w", 8, to, from, kernel, kernel)],
            name,
            NodeAttribute.Of("pads", new long[] { kernel / 2, kernel / 2, kernel / 2, kernel / 2 }),
            NodeAttribute.Of("group", groups));
        string Weight(string name, double spread, params long[] shape)
        {
            int inner = (int)shape.Skip(1).Aggregate(1L, (n, d) => n * d);
            return b.Constant(Tensor.From<float>(name, shape, [.. Enumerable.Range(0, (int)shape[0] * inner).Select(i => (random.NextSingle() - 0.4f) * (float)Math.Pow(spread, (i / inner % 4 / 3.0) - 0.5))]));
        }
    }

    public static SptqResult Quantize(Model model, SptqOptions options) => new SptqOperator(Runner).Apply(model, Samples, options);

    public static float[] Run(Model model, int count = 64)
    {
        float[] x = new float[count * 64];
        Samples.CopySamples(0, x);
        using OnnxRuntimeModel loaded = Runner.Load(model);
        return loaded.Run([Tensor.From<float>("x", [count, 1, 8, 8], x)])[0].Values<float>().ToArray();
    }

    /// <summary>Noise over signal of a variant's outputs.</summary>
    public static double Error(Model model, Model variant)
    {
        float[] exact = Run(model), rounded = Run(variant);
        return exact.Zip(rounded, (a, b) => (double)(a - b) * (a - b)).Sum() / exact.Sum(a => (double)a * a);
    }

    private static DatasetSplit Made(int count)
    {
        var random = new Random(9);
        byte[] pixels = new byte[count * 64];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i % 8 == 0 ? random.Next(256) : Math.Clamp(pixels[i - 1] + random.Next(-40, 41), 0, 255));
        return new DatasetSplit("calibration", 64, pixels, new byte[count]);
    }
}
