using Fulcrum.Graphs;
using Fulcrum.Planning.Chains;
using Fulcrum.Problems;
using Fulcrum.Zoo;

namespace Fulcrum.Planning.Tests.Chains;

public sealed class LayerChainTests
{
    private static Tensor Weight(string name, params long[] shape) => Tensor.From<float>(name, shape, new float[shape.Aggregate(1L, (a, b) => a * b)]);

    [Fact]
    public void From_MnistPerceptron_CutsAfterEveryActivation()
    {
        var chain = LayerChain.From(ZooCatalog.Create("mnist-mlp6", 1));
        Assert.Equal(6, chain.Depth);
        Assert.Equal(["input", "relu1", "relu2", "relu3", "relu4", "relu5", "logits"], Enumerable.Range(0, 7).Select(c => chain.CutTensor(c).Name));
        Assert.Equal([784, 512, 256, 128, 64, 32, 10], Enumerable.Range(0, 7).Select(chain.CutElements));
        Assert.Equal([401_408, 131_072, 32_768, 8_192, 2_048, 320], chain.Layers.Select(l => l.Macs));
        Assert.Equal(["Gemm", "Relu", "Gemm", "Relu"], chain.Head(2).Graph.Nodes.Select(n => n.OpType));
        Assert.Equal(7, chain.Tail(2).Graph.Nodes.Count);
    }

    [Fact]
    public void From_ResidualInsideALayer_CutsOnlyWhereOneTensorCrosses()
    {
        var b = new GraphBuilder("residual");
        b.Input("x", ElementType.Float, Dim.Named("n"), 8);
        b.Constant(Weight("w1", 8, 8));
        b.Constant(Weight("w2", 8, 3));
        string inner = b.Emit("Relu", [b.Emit("MatMul", ["x", "w1"], "m1")], "r1");
        string sum = b.Emit("Add", [inner, "x"], "sum");
        b.Output(b.Emit("MatMul", [sum, "w2"], "y"), ElementType.Float, Dim.Named("n"), 3);
        var chain = LayerChain.From(new Model { Graph = b.ToGraph() });
        Assert.Equal(["x", "sum", "y"], Enumerable.Range(0, 3).Select(c => chain.CutTensor(c).Name));
    }

    [Fact]
    public void From_TwoWeightsWithoutASingleTensorBetween_SaysSo()
    {
        var b = new GraphBuilder("parallel");
        b.Input("x", ElementType.Float, Dim.Named("n"), 8);
        b.Constant(Weight("w1", 8, 4));
        b.Constant(Weight("w2", 8, 4));
        b.Output(b.Emit("Add", [b.Emit("MatMul", ["x", "w1"], "a"), b.Emit("MatMul", ["x", "w2"], "b")], "y"), ElementType.Float, Dim.Named("n"), 4);
        Assert.Equal("model-no-chain", Assert.Single(Assert.Throws<InputException>(() => LayerChain.From(new Model { Graph = b.ToGraph() })).Problems).Code);
    }

    [Fact]
    public void From_NoWeights_SaysSo()
    {
        var b = new GraphBuilder("empty");
        b.Input("x", ElementType.Float, Dim.Named("n"), 8);
        b.Output(b.Emit("Relu", ["x"], "y"), ElementType.Float, Dim.Named("n"), 8);
        Assert.Equal("model-no-chain", Assert.Single(Assert.Throws<InputException>(() => LayerChain.From(new Model { Graph = b.ToGraph() })).Problems).Code);
    }
}
