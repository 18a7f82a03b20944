using Fulcrum.Problems;

namespace Fulcrum.Graphs.Tests;

public sealed class SubgraphTests
{
    private static Model Diamond()
    {
        var b = new GraphBuilder("diamond");
        b.Input("x", ElementType.Float, 4);
        b.Constant(Tensor.Scalar("one", 1f));
        b.Constant(Tensor.Scalar("two", 2f));
        string a = b.Emit("Relu", ["x"], "a");
        string left = b.Emit("Add", [a, "one"], "left");
        string right = b.Emit("Mul", [a, "two"], "right");
        b.Output(b.Emit("Add", [left, right], "y"), ElementType.Float, 4);
        return new Model { Graph = b.ToGraph(), ProducerName = "p" };
    }

    [Fact]
    public void Extract_HeadAndTailAtASingleTensor_PartitionTheNodesAndTheWeights()
    {
        Model whole = Diamond();
        var cut = new ValueInfo("a", ElementType.Float, 4);
        Model head = Subgraph.Extract(whole, whole.Graph.Inputs, [cut]);
        Model tail = Subgraph.Extract(whole, [cut], whole.Graph.Outputs);
        Assert.Equal(["Relu"], head.Graph.Nodes.Select(n => n.OpType));
        Assert.Equal(["Add", "Mul", "Add"], tail.Graph.Nodes.Select(n => n.OpType));
        Assert.Empty(head.Graph.Initializers);
        Assert.Same(whole.Graph.Initializers[0], tail.Graph.Initializers[0]);
        Assert.Equal("p", tail.ProducerName);
    }

    [Fact]
    public void Extract_CutThatMissesABranch_NamesWhatIsMissing()
    {
        Model whole = Diamond();
        var refused = Assert.Throws<InputException>(() => Subgraph.Extract(whole, [new ValueInfo("left", ElementType.Float, 4)], whole.Graph.Outputs));
        Problem problem = Assert.Single(refused.Problems);
        Assert.Equal(("cut-incomplete", "x"), (problem.Code, problem.Place));
    }

    [Fact]
    public void PromoteInitializers_NamedConstant_BecomesTheLastInput()
    {
        Model promoted = Subgraph.PromoteInitializers(Diamond(), ["two"]);
        Assert.Equal(["x", "two"], promoted.Graph.Inputs.Select(i => i.Name));
        Assert.Equal(["one"], promoted.Graph.Initializers.Select(t => t.Name));
    }

    [Fact]
    public void ReplaceInitializers_UnknownName_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Subgraph.ReplaceInitializers(Diamond(), new Dictionary<string, Tensor> { ["three"] = Tensor.Scalar("three", 3f) }));
    }

    [Fact]
    public void Unique_TakenStem_CountsUpwards()
    {
        var b = GraphBuilder.From(Diamond().Graph);
        Assert.Equal(["a_1", "a_2", "fresh"], new[] { b.Unique("a"), b.Unique("a"), b.Unique("fresh") });
    }

    [Theory]
    [InlineData(ElementType.Int4, 3, 2)]
    [InlineData(ElementType.UInt2, 5, 2)]
    [InlineData(ElementType.Float, 3, 12)]
    [InlineData(ElementType.Complex128, 2, 32)]
    public void ByteCount_PackedElements_RoundsUpToBytes(ElementType type, long elements, long bytes) =>
        Assert.Equal(bytes, type.ByteCount(elements));

    [Fact]
    public void ElementCount_SizesThatOverflow_Throws() =>
        Assert.Throws<OverflowException>(() => new Tensor { Element = ElementType.Float, Shape = [long.MaxValue, 3] }.ElementCount);
}
