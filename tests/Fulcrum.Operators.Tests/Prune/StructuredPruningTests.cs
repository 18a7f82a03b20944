using Fulcrum.Graphs;
using Fulcrum.Operators.Prune;
using Fulcrum.Ops;
using Fulcrum.Ops.Analysis;
using Fulcrum.Problems;
using Fulcrum.Zoo;

namespace Fulcrum.Operators.Tests.Prune;

public sealed class StructuredPruningTests
{
    public static TheoryData<string> Nets => [.. PruneNets.All.Keys];

    [Theory]
    [MemberData(nameof(Nets))]
    public void Remove_GroupsOfZeros_ChangesNoOutput(string net) => AssertExact(PruneNets.All[net](), tolerance: 1e-5);

    [Theory]
    [InlineData("mnist-mlp6", "")]
    [InlineData("mobilenetv2", "height=32 width=32")]
    [InlineData("resnet18", "height=32 width=32")]
    [InlineData("bert-small", "sequence=5")]
    public void Remove_GroupsOfZerosOfStudiedNets_ChangesNoOutput(string name, string sizes) => AssertExact(ZooCatalog.Create(name, 1), tolerance: 2e-3, sizes);

    [Theory]
    [InlineData("chain", "8 16")]
    [InlineData("residual", "8 12")]
    [InlineData("bottleneck", "4 4 8 16")]
    [InlineData("depthwise", "6 18")]
    [InlineData("grouped", "4 6")]
    [InlineData("concat", "4 4 5 6")]
    [InlineData("padded", "8 8")]
    [InlineData("gated", "3 4 5")]
    [InlineData("flat", "6 10")]
    [InlineData("shuffle", "5 6")]
    [InlineData("attention", "4 6")]
    [InlineData("excited", "4 8")]
    [InlineData("sizes", "6")]
    public void Groups_OfEachNet_AreItsChannelsNeuronsAndHeads(string net, string counts)
    {
        var pruning = new StructuredPruning(PruneNets.All[net](), new PruneOptions());
        IEnumerable<int> found = pruning.Groups.GroupBy(PruneCheck.Kind).Select(g => g.Count()).Order();
        Assert.Equal(counts, string.Join(' ', found));
    }

    [Fact]
    public void Groups_OfAttention_HoldAHeadOfQueryKeyValueAndOutput()
    {
        var pruning = new StructuredPruning(PruneNets.Attention(), new PruneOptions());
        CouplingGroup head = pruning.Groups.Single(g => g.Members.Any(m => m.Axis == new ValueAxis("dense2.weight", 1) && m.Indices.Contains(4)));
        string[] weights = [.. head.Members.Where(m => m.Axis.Value.EndsWith("weight")).Select(m => $"{m.Axis.Value}[{m.Axis.Axis}] {string.Join(',', m.Indices)}").Order()];
        Assert.Equal(["dense2.weight[1] 3,4,5", "dense3.weight[1] 3,4,5", "dense4.weight[1] 3,4,5", "dense5.weight[0] 3,4,5"], weights);
    }

    [Theory]
    [MemberData(nameof(Nets))]
    public void Apply_HalfOfTheWork_LeavesASoundSmallerModel(string net)
    {
        Model model = PruneNets.All[net]();
        PruneResult result = new StructuredPruning(model, new PruneOptions { Round = 1 }).Apply();
        Assert.InRange(result.MacsAfter, 1, result.MacsBefore / 2);
        Assert.True(result.ParametersAfter < result.ParametersBefore);
        Assert.Empty(ModelChecker.Check(result.Model, CheckLevel.Data));
        Assert.Equal(result.MacsAfter, ModelAnalyser.Summarise(result.Model).Macs);
        Assert.All(PruneCheck.Run(result.Model, PruneCheck.Inputs(model, "")), y => Assert.True(double.IsFinite(y)));
    }

    [Fact]
    public void Apply_Twice_GivesTheSameBytes() => Assert.Equal(
        Onnx.OnnxFile.Serialize(new StructuredPruning(PruneNets.Residual(), new PruneOptions { Round = 1 }).Apply().Model),
        Onnx.OnnxFile.Serialize(new StructuredPruning(PruneNets.Residual(), new PruneOptions { Round = 1 }).Apply().Model));

    [Fact]
    public void Apply_SmallChannels_GoFirst()
    {
        Model model = PruneNets.Chain();
        Tensor weight = model.Graph.Initializers.Single(t => t.Name == "conv2.weight");
        float[] values = [.. weight.Values<float>().ToArray().Select((v, i) => i / 72 % 4 == 1 ? v / 1000 : v)];
        model = Subgraph.ReplaceInitializers(model, new Dictionary<string, Tensor> { ["conv2.weight"] = Tensor.From<float>("conv2.weight", weight.Shape, values) });
        Model pruned = new StructuredPruning(model, new PruneOptions { Ratio = 0.1, Round = 1 }).Apply().Model;
        float[] kept = pruned.Graph.Initializers.Single(t => t.Name == "conv2.weight").Values<float>().ToArray();
        Assert.True(kept.Chunk(kept.Length / 12).Take(12).All(filter => filter.Max(Math.Abs) > 0.01));
    }

    [Fact]
    public void Apply_WithRounding_KeepsMultiples()
    {
        Model pruned = new StructuredPruning(ZooCatalog.Create("resnet18", 1), new PruneOptions { Ratio = 0.4, Round = 8 }).Apply().Model;
        Assert.All(pruned.Graph.Nodes.Where(n => n.OpType == "Conv"), n => Assert.Equal(0, pruned.Graph.Initializers.Single(t => t.Name == n.Inputs[1]).Shape[0] % 8));
    }

    [Fact]
    public void Apply_CoarseBlocks_DoesNotGoFarPastTheTarget()
    {
        PruneResult result = new StructuredPruning(ZooCatalog.Create("resnet18", 1), new PruneOptions { Ratio = 0.4, Round = 8 }).Apply();
        Assert.InRange((double)result.MacsAfter / result.MacsBefore, 0.57, 0.6);
    }

    [Fact]
    public void Apply_ExcludedNodes_KeepTheirSize()
    {
        Model pruned = new StructuredPruning(PruneNets.Residual(), new PruneOptions { Ratio = 0.2, Round = 1, Exclude = ["Gemm"] }).Apply().Model;
        Assert.Equal(8, pruned.Graph.Initializers.Single(t => t.Name == "gemm7.weight").Shape[1]);
    }

    [Fact]
    public void Apply_MoreThanTheCapLets_SaysHowMuchIsPossible() =>
        Assert.Equal("prune-target", Assert.Throws<InputException>(() => new StructuredPruning(PruneNets.Chain(), new PruneOptions { Ratio = 0.9, Cap = 0.3 }).Apply()).Problems[0].Code);

    [Fact]
    public void New_ModelWithoutAnythingInside_SaysSo()
    {
        var net = new PruneNet(1);
        Model one = net.End(net.Dense(net.Rows(4), 4, 3), Dim.Named("N"), Dim.Named("T"), 3);
        Assert.Equal("prune-nothing", Assert.Throws<InputException>(() => new StructuredPruning(one, new PruneOptions())).Problems[0].Code);
    }

    private static void AssertExact(Model model, double tolerance, string sizes = "")
    {
        (Model whole, Model less) = PruneCheck.WithoutZeros(model, seed: 5);
        Assert.Empty(ModelChecker.Check(less, CheckLevel.Data));
        Assert.True(PruneCheck.Parameters(less) < PruneCheck.Parameters(whole));
        Assert.InRange(PruneCheck.Difference(whole, less, PruneCheck.Inputs(model, sizes)), 0, tolerance);
    }
}
