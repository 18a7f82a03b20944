using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Fulcrum.Training.Gradients;

namespace Fulcrum.Training.Tests;

/// <summary>Which values get a gradient: w is [2, 2], and the gradient of y is all ones.</summary>
public sealed class GradientPassTests
{
    private static readonly float[] Weights = [1, -2, 3, -4];

    private static float[] Gradient(Action<GraphBuilder> network, params Dim[] shape)
    {
        var builder = new GraphBuilder("test");
        builder.Input("w", ElementType.Float, 2, 2);
        network(builder);
        builder.Output("y", ElementType.Float);
        var model = new Model { Graph = builder.ToGraph() };
        string seed = builder.Constant(Tensor.From<float>("seed", [.. shape.Select(d => d.Size!.Value)], [.. Enumerable.Repeat(1f, (int)shape.Aggregate(1L, (n, d) => n * d.Size!.Value))]));
        string gradient = GradientPass.Emit(builder, model, new Dictionary<string, string> { ["y"] = seed }, ["w"])["w"];
        builder.ClearOutputs();
        builder.Output(gradient, ElementType.Float, 2, 2);
        using ILoadedModel session = ((IModelRunner)new OnnxRuntimeRunner(1)).Load(new Model { Graph = builder.ToGraph() }, new LoadOptions());
        return session.Run([Tensor.From<float>("w", [2, 2], Weights)])[0].Values<float>().ToArray();
    }

    [Fact]
    public void Emit_MaskComputedFromTheTensor_TakesItAsGiven()
    {
        float[] gradient = Gradient(
            b =>
            {
                string isPositive = b.Emit("Greater", ["w", b.Constant(Tensor.Scalar("zero", 0f))], "positive");
                string mask = b.Emit("Cast", [isPositive], "mask", NodeAttribute.Of("to", (long)ElementType.Float));
                b.Emit("Mul", ["w", mask], "y");
            },
            2, 2);
        Assert.Equal([1, 0, 1, 0], gradient);
    }

    [Fact]
    public void Emit_ShapeOfTheTensor_NeedsNoGradient()
    {
        float[] gradient = Gradient(
            b =>
            {
                string size = b.Emit("ReduceProd", [b.Emit("Shape", ["w"], "shape")], "size", NodeAttribute.Of("keepdims", 1));
                string flat = b.Emit("Reshape", ["w", size], "flat");
                b.Emit("Div", [flat, b.Emit("Cast", [size], "count", NodeAttribute.Of("to", (long)ElementType.Float))], "y");
            },
            4);
        Assert.Equal([0.25f, 0.25f, 0.25f, 0.25f], gradient);
    }

    [Fact]
    public void Emit_SecondOutputOfASplit_GivesZerosElsewhere()
    {
        float[] gradient = Gradient(
            b =>
            {
                b.Add(new Node("Split", ["w"], ["first", "second"], NodeAttribute.Of("axis", 1)));
                b.Emit("Neg", ["second"], "y");
            },
            2, 1);
        Assert.Equal([0, -1, 0, -1], gradient);
    }

    [Fact]
    public void Emit_OneOutputOfASplitReadTwice_SumsWhatIsRead()
    {
        float[] gradient = Gradient(
            b =>
            {
                b.Add(new Node("Split", ["w"], ["first", "rest"], NodeAttribute.Of("axis", 0)));
                b.Emit("Add", ["first", b.Emit("Mul", ["first", "first"], "square")], "y");
            },
            1, 2);
        Assert.Equal([3, -3, 0, 0], gradient);
    }

    [Fact]
    public void Emit_ValueReadByThreeNodesAndTwiceByOne_SumsAll()
    {
        float[] gradient = Gradient(
            b => b.Emit("Sum", [b.Emit("Mul", ["w", "w"], "square"), b.Emit("Neg", ["w"], "minus"), "w", "w"], "y"),
            2, 2);
        Assert.Equal([3, -3, 7, -7], gradient);
    }

    [Fact]
    public void Emit_OnlyAnIntegerLeadsToTheLoss_SaysThatItDoesNotDependOnTheTensor()
    {
        InputException refused = Assert.Throws<InputException>(() => Gradient(
            b => b.Emit("Cast", [b.Emit("Cast", ["w"], "whole", NodeAttribute.Of("to", (long)ElementType.Int64))], "y", NodeAttribute.Of("to", (long)ElementType.Float)),
            2, 2));
        Assert.Equal("gradient-unreachable", Assert.Single(refused.Problems).Code);
    }

    [Fact]
    public void Emit_RoundedOnTheWay_IsRefused()
    {
        InputException refused = Assert.Throws<InputException>(() => Gradient(b => b.Emit("Floor", ["w"], "y"), 2, 2));
        Assert.Equal("op-without-gradient", Assert.Single(refused.Problems).Code);
    }
}
