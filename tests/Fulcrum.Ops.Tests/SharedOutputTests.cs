using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Runtime;

namespace Fulcrum.Ops.Tests;

/// <summary>Gradients that need more of the forward node than its first output, and inputs where central differences tell nothing.</summary>
public sealed class SharedOutputTests
{
    private static readonly OnnxRuntimeRunner Runner = new(1);

    /// <summary>Runs one node and its gradient in one graph; gives the node's outputs, then the gradient of its first input.</summary>
    private static IReadOnlyList<Tensor> Run(Node node, long opset, Tensor x, Tensor dy, params Tensor[] constants)
    {
        var builder = new GraphBuilder("shared");
        builder.Input("x", x.Element, [.. x.Shape.Select(d => (Dim)d)]);
        foreach (Tensor constant in constants)
            builder.Constant(constant);
        builder.Add(node);
        foreach (string output in node.Outputs.Where(o => o.Length > 0))
            builder.Output(output, ElementType.Float);
        Model forward = new() { Graph = builder.ToGraph(), Opsets = [new OpsetImport("", opset)] };
        builder.Input("dy", dy.Element, [.. dy.Shape.Select(d => (Dim)d)]);
        GraphTypes types = TypeInference.Infer(forward);
        var scope = new GradientScope(builder, types.Typed(node), ["dy"], types, i => i == 0);
        builder.Output(OpCatalog.Find(node)!.Gradient(scope)[0]!, ElementType.Float);
        using ILoadedModel model = ((IModelRunner)Runner).Load(forward with { Graph = builder.ToGraph() });
        return model.Run([x, dy]);
    }

    private static Tensor Filled(string name, float value, params long[] shape) =>
        Tensor.From<float>(name, shape, [.. Enumerable.Repeat(value, (int)shape.Aggregate((a, b) => a * b))]);

    private static Tensor Noise(string name, int seed, params long[] shape)
    {
        var random = new Random(seed);
        return Tensor.From<float>(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => random.NextSingle())]);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(17)]
    public void Gradient_OfMaxPoolOverEqualElements_CountsEachWindowOnce(long opset)
    {
        var node = new Node("MaxPool", ["x"], ["y"], NodeAttribute.Of("kernel_shape", new long[] { 3, 3 }), NodeAttribute.Of("strides", new long[] { 2, 2 }));
        Tensor gradient = Run(node, opset, Filled("x", 1, 1, 2, 7, 7), Filled("dy", 1, 1, 2, 3, 3))[1];
        Assert.Equal(18, gradient.Values<float>().ToArray().Sum());
    }

    [Fact]
    public void Gradient_OfGlobalMaxPoolOverEqualElements_GoesToOneOfThem()
    {
        Tensor gradient = Run(new Node("GlobalMaxPool", ["x"], ["y"]), 17, Filled("x", 1, 2, 3, 4, 4), Filled("dy", 1, 2, 3, 1, 1))[1];
        Assert.Equal(6, gradient.Values<float>().ToArray().Count(v => v == 1));
        Assert.Equal(6, gradient.Values<float>().ToArray().Sum());
    }

    [Fact]
    public void Gradient_OfMaxPoolThatStoresColumns_IsRefused()
    {
        var node = new Node("MaxPool", ["x"], ["y"], NodeAttribute.Of("kernel_shape", new long[] { 2, 2 }), NodeAttribute.Of("storage_order", 1));
        Assert.Contains("storage_order", Assert.Throws<NotSupportedException>(() => Run(node, 17, Filled("x", 1, 1, 1, 4, 4), Filled("dy", 1, 1, 1, 3, 3))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(13, 0.25f)]
    [InlineData(17, 0.25f)]
    [InlineData(22, 0.25f)]
    [InlineData(17, null)]
    public void Gradient_OfDropoutInTraining_KeepsAndEnlargesWhatTheForwardRunKept(long opset, float? ratio)
    {
        var node = new Node("Dropout", ["x", ratio is null ? "" : "ratio", "training"], ["y"], NodeAttribute.Of("seed", 7));
        Tensor flag = new() { Name = "training", Element = ElementType.Bool, Shape = [], Bytes = new byte[] { 1 } };
        IReadOnlyList<Tensor> results = Run(node, opset, Filled("x", 2, 16, 16), Filled("dy", 2, 16, 16), [flag, .. ratio is null ? Array.Empty<Tensor>() : [Tensor.Scalar("ratio", ratio.Value)]]);
        float[] y = results[0].Values<float>().ToArray();
        Assert.InRange(y.Count(v => v == 0), 1, 255);
        Assert.Equal(y, results[1].Values<float>().ToArray());
    }

    [Theory]
    [InlineData(14)]
    [InlineData(17)]
    public void Gradient_OfBatchNormalizationInTraining_LeavesTheRunningStatistics(long opset)
    {
        Tensor[] parameters = [Filled("scale", 2, 3), Filled("bias", 1, 3), Noise("mean", 1, 3), Noise("variance", 2, 3)];
        var node = new Node("BatchNormalization", ["x", "scale", "bias", "mean", "variance"], ["y", "m", "v"], NodeAttribute.Of("training_mode", 1), NodeAttribute.Of("momentum", 0.75f));
        Tensor x = Noise("x", 3, 4, 3, 2, 2);
        IReadOnlyList<Tensor> results = Run(node, opset, x, Noise("dy", 4, 4, 3, 2, 2), parameters);
        float[] values = x.Values<float>().ToArray();
        for (int c = 0; c < 3; c++)
        {
            float[] channel = [.. values.Where((_, i) => i / 4 % 3 == c)];
            float mean = channel.Average(), variance = channel.Average(v => (v - mean) * (v - mean));
            Assert.Equal((0.75f * parameters[2].Values<float>()[c]) + (0.25f * mean), results[1].Values<float>()[c], 1e-6f);
            Assert.Equal((0.75f * parameters[3].Values<float>()[c]) + (0.25f * variance), results[2].Values<float>()[c], 1e-6f);
        }
    }

    [Theory]
    [InlineData(OptimizationLevel.None)]
    [InlineData(OptimizationLevel.All)]
    public void Gradient_OfLayerNormalizationAfterASum_StaysTheSameWhenTheRuntimeFuses(OptimizationLevel level)
    {
        var builder = new GraphBuilder("sum");
        foreach (string input in new[] { "a", "b", "dy" })
            builder.Input(input, ElementType.Float, 2, 4, 8);
        builder.Constant(Filled("scale", 1.5f, 8));
        builder.Constant(Noise("bias", 5, 8));
        builder.Emit("Add", ["a", "b"], "sum");
        var node = new Node("LayerNormalization", ["sum", "scale", "bias"], ["y"]) { Name = "norm" };
        builder.Add(node);
        builder.Output("y", ElementType.Float);
        GraphTypes types = TypeInference.Infer(new Model { Graph = builder.ToGraph() });
        builder.Output(OpCatalog.Find(node)!.Gradient(new GradientScope(builder, types.Typed(node), ["dy"], types, i => i == 0))[0]!, ElementType.Float);
        using ILoadedModel model = ((IModelRunner)Runner).Load(new Model { Graph = builder.ToGraph() }, new LoadOptions { Optimization = level });
        Tensor a = Noise("a", 1, 2, 4, 8), b = Noise("b", 2, 2, 4, 8), dy = Noise("dy", 3, 2, 4, 8);
        float[] gradient = model.Run([a, b, dy])[1].Values<float>().ToArray();
        for (int row = 0; row < 8; row++)
        {
            double[] x = [.. Enumerable.Range(row * 8, 8).Select(i => (double)a.Values<float>()[i] + b.Values<float>()[i])];
            double[] g = [.. Enumerable.Range(row * 8, 8).Select(i => 1.5 * dy.Values<float>()[i])];
            double mean = x.Average(), inverse = 1 / Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + 1e-5);
            double[] s = [.. x.Select(v => (v - mean) * inverse)];
            double shift = g.Average(), slope = g.Zip(s, (u, v) => u * v).Average();
            for (int i = 0; i < 8; i++)
                Assert.Equal(inverse * (g[i] - shift - (s[i] * slope)), gradient[(row * 8) + i], 1e-5);
        }
    }

    [Theory]
    [InlineData("mode", "cubic")]
    [InlineData("coordinate_transformation_mode", "crop_somewhere")]
    public void Gradient_OfResizeInAFormWithoutOne_SaysWhich(string attribute, string value)
    {
        NodeAttribute[] attributes = [NodeAttribute.Of(attribute, value), .. attribute == "mode" ? Array.Empty<NodeAttribute>() : [NodeAttribute.Of("mode", "linear")]];
        var node = new Node("Resize", ["x", "", "scales"], ["y"], attributes);
        var refused = Assert.Throws<NotSupportedException>(() => Run(node, 17, Filled("x", 1, 1, 1, 4, 4), Filled("dy", 1, 1, 1, 8, 8), Tensor.From<float>("scales", [4], [1, 1, 2, 2])));
        Assert.Contains(value, refused.Message, StringComparison.Ordinal);
    }
}
