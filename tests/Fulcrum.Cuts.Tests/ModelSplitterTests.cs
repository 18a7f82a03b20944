using Fulcrum.Cuts.Splitting;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Runtime;

namespace Fulcrum.Cuts.Tests;

public sealed class ModelSplitterTests
{
    [Fact]
    public void Split_EveryCutOfRandomGraphs_EqualsTheWholeToTheBit()
    {
        for (int seed = 0; seed < 25; seed++)
            AssertEveryCut(RandomGraphs.Create(seed, 8));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Split_ResidualBlock_EqualsTheWholeToTheBit(bool quantized) => AssertEveryCut(CutFinderTests.Residual(quantized));

    [Fact]
    public void Split_ThreeSegments_EqualTheWholeToTheBit()
    {
        Model model = CutFinderTests.Residual(quantized: false);
        IReadOnlyList<Cut> cuts = CutFinder.BlockBoundaries(model);
        IReadOnlyList<ModelSegment> segments = ModelSplitter.Split(model, cuts[0], cuts[2]);
        Assert.Equal(3, segments.Count);
        Assert.True(Compare(model, segments).IsBitExact);
    }

    [Fact]
    public void Split_CutsInTheWrongOrder_IsRefused()
    {
        Model model = CutFinderTests.Residual(quantized: false);
        IReadOnlyList<Cut> cuts = CutFinder.BlockBoundaries(model);
        Assert.Equal("cut-order", Assert.Single(Assert.Throws<InputException>(() => ModelSplitter.Split(model, cuts[1], cuts[0])).Problems).Code);
    }

    [Fact]
    public void Split_ShapesOfStaticTensors_DoNotCross()
    {
        var b = new GraphBuilder("shapes");
        string a = b.Emit("Relu", [b.Input("x", ElementType.Float, 2, 4)], "a");
        string shape = b.Emit("Shape", [a], "shape");
        string flat = b.Emit("Reshape", [b.Emit("Tanh", [a], "t"), b.Constant(Tensor.From<long>("flat", [1], [-1]))], "f");
        b.Output(b.Emit("Reshape", [b.Emit("Sigmoid", [flat], "s"), shape], "y"), ElementType.Float, 2, 4);
        var model = new Model { Graph = b.ToGraph() };
        Assert.Contains("s", CutFinder.Find(model, new CutOptions { IncludeDominated = true }).Cuts.Select(c => c.Name));
        AssertEveryCut(model);
    }

    [Fact]
    public void Split_KeepsNamesAndMetadata()
    {
        Model model = CutFinderTests.Residual(quantized: false) with { ProducerName = "someone", Metadata = [new("author", "me")] };
        ModelSegment head = ModelSplitter.Split(model, CutFinder.BlockBoundaries(model)[0])[0];
        Assert.Equal(("someone", "me"), (head.Model.ProducerName, Assert.Single(head.Model.Metadata).Value));
        Assert.Equal(["x"], head.Inputs);
        Assert.Equal("w_stem", Assert.Single(head.Model.Graph.Initializers).Name);
    }

    private static void AssertEveryCut(Model model)
    {
        foreach (Cut cut in CutFinder.Find(model, new CutOptions { IncludeDominated = true }).Cuts)
        {
            SplitComparison result = Compare(model, ModelSplitter.Split(model, cut));
            Assert.True(result.IsBitExact, $"{model.Graph.Name} at {cut.Name}: {result.MaximumDifference}");
        }
    }

    private static SplitComparison Compare(Model model, IReadOnlyList<ModelSegment> segments)
    {
        IReadOnlyList<Tensor>[] inputs = [.. Enumerable.Range(0, 3).Select(seed => RandomInputs.For(model, seed))];
        return SplitVerifier.Compare(new OnnxRuntimeRunner(1), model, segments, inputs, OptimizationLevel.None);
    }
}
