using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Runtime;

namespace Fulcrum.Operators.Tests;

/// <summary>Small classifiers and samples for tests of early exit.</summary>
internal static class EarlyExitNets
{
    public const long Side = 16;

    public static OnnxRuntimeRunner Runner { get; } = new(1);

    /// <summary>Images of bright or dark halves with noise: four classes by which halves are bright.</summary>
    public static Dataset Data { get; } = new("made", [1, Side, Side], 4, Made("train", 512, 1), Made("calibration", 200, 2), Made("test", 200, 3));

    public static OperatorContext Context { get; } = new() { Runner = Runner, Data = Data };

    /// <summary>A convolution, residual blocks b1 to b4, a mean and a matrix product; random weights.</summary>
    public static Model Residual(int blocks = 4)
    {
        var random = new Random(5);
        var b = new GraphBuilder("net");
        string value = b.Emit("Relu", [Conv(b.Input("x", ElementType.Float, Dim.Named("N"), 1, Side, Side), "c0", 1)], "b0");
        for (int i = 1; i <= blocks; i++)
        {
            string inner = b.Emit("Relu", [Conv(value, $"c{i}a", 4)], $"c{i}r");
            value = b.Emit("Relu", [b.Emit("Add", [value, Conv(inner, $"c{i}b", 4)], $"b{i}s")], $"b{i}");
        }

        string flat = b.Emit("Flatten", [b.Emit("GlobalAveragePool", [value], "pool")], "flat");
        b.Output(b.Emit("Gemm", [flat, Weight("w", 4, 4), Weight("wb", 4)], "y"), ElementType.Float, Dim.Named("N"), 4);
        return new Model { Graph = b.ToGraph() };

        string Conv(string input, string name, long from) =>
            b.Emit("Conv", [input, Weight(name + "w", 4, from, 3, 3), Weight(name + "b", 4)], name, NodeAttribute.Of("pads", new long[] { 1, 1, 1, 1 }));
        string Weight(string name, params long[] shape) =>
            b.Constant(Tensor.From<float>(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (n, d) => n * d)).Select(_ => (random.NextSingle() - 0.5f) * 0.6f)]));
    }

    /// <summary>Layers a1 and a2 of 4 channels, b1 to b3 of 8, and a head h1 of 4 again, one size of map throughout, as in dilated segmentation nets.</summary>
    public static Model Segmenter()
    {
        var random = new Random(7);
        var b = new GraphBuilder("segmenter");
        (string value, long from) = (b.Input("x", ElementType.Float, Dim.Named("N"), 1, Side, Side), 1);
        foreach ((string name, long channels) in new[] { ("a1", 4L), ("a2", 4), ("b1", 8), ("b2", 8), ("b3", 8), ("h1", 4) })
        {
            string weight = b.Constant(Tensor.From<float>($"{name}w", [channels, from, 3, 3], [.. Enumerable.Range(0, (int)(channels * from * 9)).Select(_ => random.NextSingle() - 0.5f)]));
            value = b.Emit("Relu", [b.Emit("Conv", [value, weight], $"{name}c", NodeAttribute.Of("pads", new long[] { 1, 1, 1, 1 }))], name);
            from = channels;
        }

        b.Output(b.Emit("Flatten", [b.Emit("GlobalAveragePool", [value], "pool")], "y"), ElementType.Float, Dim.Named("N"), 4);
        return new Model { Graph = b.ToGraph() };
    }

    /// <summary>Embeddings of 6 positions and two layers that also read a mask of padding.</summary>
    public static Model Masked()
    {
        var random = new Random(6);
        var b = new GraphBuilder("text");
        string ids = b.Input("ids", ElementType.Int64, Dim.Named("N"), 6);
        string mask = b.Emit("Unsqueeze", [b.Emit("Cast", [b.Emit("Cast", [ids], "some", NodeAttribute.Of("to", 9))], "kept", NodeAttribute.Of("to", 1)), b.Constant(Tensor.From<long>("last", [1], [2]))], "mask");
        string value = b.Emit("Gather", [Weight("table", 10, 8), ids], "embedded");
        for (int i = 1; i <= 2; i++)
            value = b.Emit("Mul", [b.Emit("Relu", [b.Emit("MatMul", [value, Weight($"l{i}w", 8, 8)], $"l{i}m")], $"l{i}r"), mask], $"l{i}");
        string pooled = b.Emit("ReduceMax", [value], "pooled", NodeAttribute.Of("axes", new long[] { 1 }), NodeAttribute.Of("keepdims", 0));
        b.Output(b.Emit("MatMul", [pooled, Weight("cw", 8, 2)], "y"), ElementType.Float, Dim.Named("N"), 2);
        return new Model { Graph = b.ToGraph() };

        string Weight(string name, params long[] shape) =>
            b.Constant(Tensor.From<float>(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (n, d) => n * d)).Select(_ => random.NextSingle() - 0.5f)]));
    }

    public static Tensor Images(int count)
    {
        float[] x = new float[count * Side * Side];
        Data.Test.CopySamples(0, x);
        return Tensor.From<float>("x", [count, 1, Side, Side], x);
    }

    private static DatasetSplit Made(string name, int count, int seed)
    {
        var random = new Random(seed);
        byte[] pixels = new byte[count * Side * Side], labels = new byte[count];
        for (int i = 0; i < pixels.Length; i++)
        {
            long sample = i / (Side * Side), row = i / Side % Side, column = i % Side;
            if (row == 0 && column == 0)
                labels[sample] = (byte)random.Next(4);
            bool bright = labels[sample] switch { 0 => row < Side / 2, 1 => column < Side / 2, 2 => true, _ => false };
            pixels[i] = (byte)((bright ? 100 : 20) + random.Next(136));
        }

        return new DatasetSplit(name, (int)(Side * Side), pixels, labels);
    }
}
