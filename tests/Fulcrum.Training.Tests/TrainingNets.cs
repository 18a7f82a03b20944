using System.Runtime.InteropServices;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Runtime;
using Fulcrum.Training.Optimisers;

namespace Fulcrum.Training.Tests;

/// <summary>Small nets and samples that train in well under a second.</summary>
internal static class TrainingNets
{
    public static OnnxRuntimeRunner Runner { get; } = new(1);

    public static TrainingOptions Options { get; } = new() { Epochs = 4, BatchSize = 8, LearningRate = 0.05, Optimiser = new Sgd { WeightDecay = 0.01 } };

    /// <summary>Pictures of one channel and 6 by 6; those of class k have a bright row k.</summary>
    public static DatasetSplit Rows(int count = 160, int classes = 3, int seed = 5)
    {
        var random = new Random(seed);
        byte[] pixels = new byte[count * 36];
        random.NextBytes(pixels);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % classes)];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((pixels[i] / 3) + (i % 36 / 6 == labels[i / 36] ? 170 : 0));
        return new DatasetSplit("rows", 36, pixels, labels);
    }

    /// <summary>Conv, BatchNormalization, Relu, Dropout where asked, Gemm.</summary>
    public static Model Convolutional(float dropout = 0, bool softmax = false, int classes = 3)
    {
        var b = new GraphBuilder("small");
        string value = b.Input("x", ElementType.Float, Dim.Named("n"), 1, 6, 6);
        value = b.Emit("Conv", [value, Weight(b, "conv", 1, 4, 1, 3, 3)], "c", NodeAttribute.Of("pads", [1, 1, 1, 1]));
        string[] statistics = [.. new[] { ("scale", 1f), ("shift", 0f), ("mean", 0f), ("variance", 1f) }.Select(s => b.Constant(Tensor.From<float>(s.Item1, [4], [s.Item2, s.Item2, s.Item2, s.Item2])))];
        value = b.Emit("Relu", [b.Emit("BatchNormalization", [value, .. statistics], "n")], "r");
        if (dropout > 0)
            value = b.Emit("Dropout", [value, b.Constant(Tensor.Scalar("ratio", dropout))], "d");
        value = b.Emit("Gemm", [b.Emit("Flatten", [value], "f"), Weight(b, "w", 2, 144, classes), b.Constant(Tensor.From<float>("bias", [classes], new float[classes]))], "y");
        b.Output(softmax ? b.Emit("Softmax", [value], "p") : value, ElementType.Float, Dim.Named("n"), classes);
        return new Model { Graph = b.ToGraph() };
    }

    /// <summary>Gemm, Relu, Gemm on as many values.</summary>
    public static Model Perceptron(int inputs, int hidden, int classes, float scale = 1)
    {
        var b = new GraphBuilder("perceptron");
        string value = b.Input("x", ElementType.Float, Dim.Named("n"), inputs);
        value = b.Emit("Relu", [b.Emit("Gemm", [value, Weight(b, "w1", 3, scale, inputs, hidden), b.Constant(Tensor.From<float>("b1", [hidden], new float[hidden]))], "g1")], "r1");
        b.Output(b.Emit("Gemm", [value, Weight(b, "w2", 4, hidden, classes), b.Constant(Tensor.From<float>("b2", [classes], new float[classes]))], "y"), ElementType.Float, Dim.Named("n"), classes);
        return new Model { Graph = b.ToGraph() };
    }

    public static float[] Values(Model model, string name) => model.Graph.Initializers.Single(t => t.Name == name).Values<float>().ToArray();

    public static Model With(Model model, string name, float[] values) =>
        Subgraph.ReplaceInitializers(model, new Dictionary<string, Tensor> { [name] = Tensor.From<float>(name, model.Graph.Initializers.Single(t => t.Name == name).Shape, values) });

    public static TrainingResult Train(Model model, DatasetSplit data, TrainingOptions options) => new Trainer(Runner).Train(model, data, options);

    public static DatasetSplit Ids(long[] ids, int length, int[] labels) =>
        new("ids", length, MemoryMarshal.AsBytes<long>(ids).ToArray(), labels, new SampleFormat { Type = SampleType.Int64 });

    public static string Weight(GraphBuilder b, string name, int seed, params long[] shape) => Weight(b, name, seed, 1f, shape);

    private static string Weight(GraphBuilder b, string name, int seed, float scale, params long[] shape)
    {
        var random = new Random(seed);
        long count = shape.Aggregate((n, d) => n * d), fanIn = shape.Length == 2 ? shape[0] : count / shape[0];
        float bound = scale * (float)Math.Sqrt(6.0 / fanIn);
        return b.Constant(Tensor.From<float>(name, shape, [.. Enumerable.Range(0, (int)count).Select(_ => bound * ((2 * random.NextSingle()) - 1))]));
    }
}
