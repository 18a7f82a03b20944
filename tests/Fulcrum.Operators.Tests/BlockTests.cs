using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Graphs.Editing;
using Fulcrum.Graphs.Text;
using Fulcrum.Operators.Blocks;
using Fulcrum.Ops.Analysis;
using Fulcrum.Runtime;

namespace Fulcrum.Operators.Tests;

public sealed class BlockTests
{
    private static readonly DatasetSplit Samples = BlockNets.Rows(4, 9);

    [Fact]
    public void Find_ResidualNet_GivesEachBlockWithItsWork()
    {
        IReadOnlyList<SkippableBlock> blocks = BlockFinder.Find(BlockNets.Residual(3));
        Assert.Equal([("stem/relu", "sum0/relu"), ("sum0/relu", "sum1/relu"), ("sum1/relu", "sum2/relu")], blocks.Select(b => (b.From, b.To)));
        Assert.All(blocks, b => Assert.InRange(b.Macs, 2 * 9 * 8 * 8 * 64, (2 * 9 * 8 * 8 * 64) + 4096));
    }

    [Fact]
    public void Find_Chain_GivesEachLayerOfOneShape() =>
        Assert.Equal([("stem/relu", "c0/relu"), ("c0/relu", "c1/relu"), ("c1/relu", "c2/relu")], BlockFinder.Find(BlockNets.Chain(3)).Select(b => (b.From, b.To)));

    [Fact]
    public void Find_EncoderWhoseMaskCrossesEveryCut_GivesItsParts()
    {
        IReadOnlyList<SkippableBlock> blocks = BlockFinder.Find(BlockNets.Encoder(2));
        Assert.Contains("layer0", blocks.Select(b => b.To));
        Assert.All(blocks.Zip(blocks.Skip(1)), p => Assert.NotEqual(p.First.To, p.Second.To));
        Assert.DoesNotContain(blocks, b => b.From == "mask" || b.To == "mask");
        AssertEachCanGo(BlockNets.Encoder(2), blocks);
    }

    [Fact]
    public void Find_LayersThatAllChangeShape_GivesNone()
    {
        Model model = GraphText.Parse("""
            <ir_version: 8, opset_import: ["" : 17]>
            g (float[n, 4] x) => (float[n, 2] y) <float[4, 3] a = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, float[3, 2] b = {1, 1, 1, 1, 1, 1}> { h = MatMul(x, a) y = MatMul(h, b) }
            """);
        Assert.Empty(BlockFinder.Find(model));
    }

    [Fact]
    public void Remove_AnyBlocks_GivesModelsThatRun()
    {
        AssertEachCanGo(BlockNets.Residual(3), BlockFinder.Find(BlockNets.Residual(3)));
        AssertEachCanGo(BlockNets.Chain(3), BlockFinder.Find(BlockNets.Chain(3)));
    }

    [Fact]
    public void Remove_AllBlocks_LeavesTheNetWithoutThem() =>
        Assert.Equal(BlockNets.Run(WithHeadOf(BlockNets.Residual(2), BlockNets.Residual(0)), Samples), BlockNets.Run(SkippableBlock.Remove(BlockNets.Residual(2), BlockFinder.Find(BlockNets.Residual(2))), Samples));

    /// <summary>Of four blocks all but the third go: what is left before each row of removed blocks stands for the last of the row.</summary>
    [Fact]
    public void Until_BlocksInARow_SaysWhatStandsForThem()
    {
        Model whole = BlockNets.Residual(4);
        long third = BlockFinder.Find(whole)[2].Macs, all = ModelAnalyser.Summarise(whole).Macs;
        BlockRemoval removal = BlockRemoval.Until(whole, all - (3 * third), BlockNets.Context);
        Assert.Equal((3, 4), (removal.Removed, removal.Blocks));
        HashSet<string> left = [.. removal.Model.Graph.Nodes.SelectMany(n => n.Outputs)], before = [.. whole.Graph.Nodes.SelectMany(n => n.Outputs)];
        Assert.NotEmpty(removal.Stands);
        Assert.All(removal.Stands, s => Assert.True(left.Contains(s.Student) && before.Contains(s.Teacher) && !left.Contains(s.Teacher)));
        Assert.Equal(removal.Stands.Count, removal.Stands.Select(s => s.Teacher).Distinct().Count());
    }

    /// <summary>The second block to go is the one whose absence changes the answers least with the first gone, not the second least alone.</summary>
    [Fact]
    public void Until_SecondBlock_IsWeighedWithTheFirstGone()
    {
        Model whole = BlockNets.Residual(5);
        IReadOnlyList<SkippableBlock> blocks = BlockFinder.Find(whole);
        DatasetSplit samples = BlockNets.Context.Data!.Calibration;
        float[] answers = BlockNets.Run(whole, samples);
        double Change(params SkippableBlock[] gone) => BlockNets.Run(SkippableBlock.Remove(whole, gone), samples).Zip(answers, (a, b) => Math.Pow(a - b, 2)).Sum();
        SkippableBlock first = blocks.MinBy(b => Change(b))!, second = blocks.Where(b => b != first).MinBy(b => Change(first, b))!;
        Model removed = BlockRemoval.Until(whole, ModelAnalyser.Summarise(whole).Macs - first.Macs - 1, BlockNets.Context).Model;
        Assert.Equal(SkippableBlock.Remove(whole, [first, second]).Graph.Nodes.Select(n => n.Outputs[0]), removed.Graph.Nodes.Select(n => n.Outputs[0]));
    }

    [Fact]
    public void Remove_ValueThatASubgraphReads_IsRedirectedThereToo()
    {
        Model model = GraphText.Parse("""
            <ir_version: 8, opset_import: ["" : 17]>
            g (float[n, 2] x, bool c) => (float[n, 2] y)
            {
               a = Relu(x)
               b = Exp(a)
               y = If <then_branch = t () => (float[n, 2] p) { p = Neg(b) }, else_branch = e () => (float[n, 2] q) { q = Abs(b) }> (c)
            }
            """);
        Model removed = SkippableBlock.Remove(model, [new SkippableBlock("a", "b", 0)]);
        GraphChecker.Require(removed);
        Assert.Equal(["Relu", "If"], removed.Graph.Nodes.Select(n => n.OpType));
    }

    [Fact]
    public void Join_TwoModels_AnswersAsEachAloneToTheBit()
    {
        Model first = BlockNets.Residual(2), second = BlockNets.Encoder(1);
        float[] x = new float[4 * 64];
        Samples.CopySamples(0, x);
        using OnnxRuntimeModel joined = BlockNets.Runner.Load(SideBySide.Join(first, second, "t/"));
        IReadOnlyList<Tensor> outputs = joined.Run([Tensor.From<float>("image", [4, 1, 8, 8], x)]);
        Assert.Equal(BlockNets.Run(first, Samples), outputs[0].Values<float>().ToArray());
        Assert.Equal(BlockNets.Run(second, Samples), outputs[1].Values<float>().ToArray());
    }

    private static Model WithHeadOf(Model from, Model to) =>
        Subgraph.ReplaceInitializers(to, from.Graph.Initializers.Where(t => to.Graph.Initializers.Any(o => o.Name == t.Name)).ToDictionary(t => t.Name));

    private static void AssertEachCanGo(Model model, IReadOnlyList<SkippableBlock> blocks)
    {
        float[] whole = BlockNets.Run(model, Samples);
        for (int mask = 1; mask < 1 << blocks.Count; mask++)
        {
            Model without = SkippableBlock.Remove(model, blocks.Where((_, i) => (mask >> i & 1) == 1));
            GraphChecker.Require(without);
            Assert.True(without.Graph.Nodes.Count < model.Graph.Nodes.Count);
            float[] answers = BlockNets.Run(without, Samples);
            Assert.Equal(whole.Length, answers.Length);
            Assert.NotEqual(whole, answers);
        }
    }
}
