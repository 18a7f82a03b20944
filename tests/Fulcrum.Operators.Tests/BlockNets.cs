using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Runtime;

namespace Fulcrum.Operators.Tests;

/// <summary>Small nets of repeated blocks, and samples that they can learn.</summary>
internal static class BlockNets
{
    public static OnnxRuntimeRunner Runner { get; } = new(1);

    /// <summary>Pictures of one channel and 8 by 8; those of class k have two bright rows.</summary>
    public static DatasetSplit Rows(int count, int seed)
    {
        var random = new Random(seed);
        byte[] pixels = new byte[count * 64];
        random.NextBytes(pixels);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 4)];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((pixels[i] / 2) + (i % 64 / 16 == labels[i / 64] ? 110 : 0));
        return new DatasetSplit($"rows{seed}", 64, pixels, labels);
    }

    public static OperatorContext Context { get; } = new() { Runner = Runner, Data = new Dataset("rows", [1, 8, 8], 4, Rows(512, 1), Rows(64, 2), Rows(256, 3)) };

    /// <summary>A stem, residual blocks of two convolutions with BatchNormalization, and a head.</summary>
    public static Model Residual(int blocks, int channels = 8)
    {
        var net = new Writer("residual");
        string value = net.Relu(net.Conv("stem", net.Image(), 1, channels));
        for (int i = 0; i < blocks; i++)
            value = net.Relu(net.B.Emit("Add", [net.Norm($"b{i}n2", net.Conv($"b{i}c2", net.Relu(net.Norm($"b{i}n1", net.Conv($"b{i}c1", value, channels, channels), channels)), channels, channels), channels), value], $"sum{i}"));
        return net.Finish(value, channels);
    }

    /// <summary>Convolutions and Relu in a row, of one shape.</summary>
    public static Model Chain(int layers, int channels = 8)
    {
        var net = new Writer("chain");
        string value = net.Relu(net.Conv("stem", net.Image(), 1, channels));
        for (int i = 0; i < layers; i++)
            value = net.Relu(net.Conv($"c{i}", value, channels, channels));
        return net.Finish(value, channels);
    }

    /// <summary>A stem and a residual block that halves rows and columns and doubles channels, its shortcut a Slice and a Pad.</summary>
    public static Model Shortcut()
    {
        var net = new Writer("shortcut");
        string value = net.Relu(net.Conv("stem", net.Image(), 1, 8));
        string List(string name, params long[] values) => net.B.Constant(Tensor.From<long>(name, [values.Length], values));
        string every = net.B.Emit("Slice", [value, List("starts", 0, 0), List("ends", long.MaxValue, long.MaxValue), List("axes", 2, 3), List("steps", 2, 2)], "every");
        string padded = net.B.Emit("Pad", [every, List("pads", 0, 4, 0, 0, 0, 4, 0, 0)], "padded");
        string down = net.B.Emit("Conv", [value, net.Weight("down/w", 72, 16, 8, 3, 3)], "down", NodeAttribute.Of("pads", [1, 1, 1, 1]), NodeAttribute.Of("strides", [2, 2]));
        return net.Finish(net.Relu(net.B.Emit("Add", [down, padded], "sum")), 4);
    }

    /// <summary>Layers of attention and two dense layers on [n, 8, 8]; all add one mask that is computed from the input.</summary>
    public static Model Encoder(int layers)
    {
        var net = new Writer("encoder");
        GraphBuilder b = net.B;
        string x = b.Emit("Reshape", [net.Image(), b.Constant(Tensor.From<long>("rows", [3], [-1, 8, 8]))], "x");
        string mask = b.Emit("Mul", [b.Emit("ReduceMean", [x], "means", NodeAttribute.Of("axes", [1]), NodeAttribute.Of("keepdims", 1)), b.Constant(Tensor.Scalar("small", -0.1f))], "mask");
        string value = b.Emit("Relu", [net.Dense("stem", x, 8, 8)], "embedded");
        for (int i = 0; i < layers; i++)
        {
            string keys = b.Emit("Transpose", [net.Dense($"k{i}", value, 8, 8)], $"keys{i}", NodeAttribute.Of("perm", [0, 2, 1]));
            string scores = b.Emit("Add", [b.Emit("MatMul", [net.Dense($"q{i}", value, 8, 8), keys], $"raw{i}"), mask], $"scores{i}");
            string mixed = b.Emit("MatMul", [b.Emit("Softmax", [scores], $"soft{i}", NodeAttribute.Of("axis", -1)), net.Dense($"v{i}", value, 8, 8)], $"mixed{i}");
            value = b.Emit("Add", [value, mixed], $"attended{i}");
            value = b.Emit("Add", [value, net.Dense($"d{i}", net.Relu(net.Dense($"u{i}", value, 8, 16)), 16, 8)], $"layer{i}");
        }

        b.Output(b.Emit("Gemm", [b.Emit("Flatten", [value], "flat"), net.Weight("head", 64, 64, 4)], "y"), ElementType.Float, Dim.Named("n"), 4);
        return new Model { Graph = b.ToGraph(), Opsets = [new OpsetImport("", 17)] };
    }

    public static float[] Run(Model model, DatasetSplit samples)
    {
        float[] x = new float[samples.Count * 64];
        samples.CopySamples(0, x);
        using OnnxRuntimeModel loaded = Runner.Load(model);
        return loaded.Run([Tensor.From<float>("image", [samples.Count, 1, 8, 8], x)])[0].Values<float>().ToArray();
    }

    private sealed class Writer(string name)
    {
        private readonly Random _random = new(7);

        public GraphBuilder B { get; } = new(name);

        public string Image() => B.Input("image", ElementType.Float, Dim.Named("n"), 1, 8, 8);

        public string Conv(string name, string value, int from, int to) => B.Emit("Conv", [value, Weight(name + "/w", 9 * from, to, from, 3, 3)], name, NodeAttribute.Of("pads", [1, 1, 1, 1]));

        public string Dense(string name, string value, int from, int to) => B.Emit("MatMul", [value, Weight(name + "/w", from, from, to)], name);

        public string Relu(string value) => B.Emit("Relu", [value], value + "/relu");

        public string Norm(string name, string value, int channels) => B.Emit("BatchNormalization", [value, Filled(name + "/scale", channels, 1), Filled(name + "/shift", channels, 0), Filled(name + "/mean", channels, 0), Filled(name + "/variance", channels, 1)], name);

        public string Weight(string name, int fanIn, params long[] shape) => B.Constant(Tensor.From<float>(
            name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate((n, d) => n * d)).Select(_ => (float)Math.Sqrt(6.0 / fanIn) * ((2 * _random.NextSingle()) - 1))]));

        public Model Finish(string value, int channels)
        {
            B.Output(B.Emit("Gemm", [B.Emit("Flatten", [value], "flat"), Weight("head", 64 * channels, 64 * channels, 4), Filled("head/bias", 4, 0)], "y"), ElementType.Float, Dim.Named("n"), 4);
            return new Model { Graph = B.ToGraph(), Opsets = [new OpsetImport("", 17)] };
        }

        private string Filled(string name, int count, float value) => B.Constant(Tensor.From<float>(name, [count], [.. Enumerable.Repeat(value, count)]));
    }
}
