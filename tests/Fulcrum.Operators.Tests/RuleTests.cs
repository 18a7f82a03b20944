using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;
using Fulcrum.Graphs.Text;
using Fulcrum.Operators.Rules;
using Fulcrum.Ops;
using Fulcrum.Runtime;

namespace Fulcrum.Operators.Tests;

public sealed class RuleTests
{
    private const string Header = "<ir_version: 8, opset_import: [\"\" : 17]>\n";

    [Fact]
    public void ConstantToInitializer_TensorConstant_BecomesAnInitializerOfItsName()
    {
        Model changed = Apply(new ConstantToInitializerRule(), "g (float[2] x) => (float[2] y) { w = Constant <value = float[2] {1, 2}> () y = Add(x, w) }");
        Assert.Equal("Add", Assert.Single(changed.Graph.Nodes).OpType);
        Assert.Equal([1f, 2], changed.Graph.Initializers.Single(t => t.Name == "w").Values<float>().ToArray());
    }

    [Theory]
    [InlineData("{ w = Constant <value_float = 2.0> () y = Add(x, w) }", "Its value is no dense tensor.")]
    [InlineData("{ w = Neg(x) y = Add(x, w) }", "It is no Constant.")]
    public void ConstantToInitializer_NearMiss_SaysWhyNot(string body, string reason) => AssertNot(new ConstantToInitializerRule(), body, reason);

    [Theory]
    [InlineData("{ a = Identity(x) y = Relu(a) }")]
    [InlineData("{ a = Dropout(x) y = Relu(a) }")]
    [InlineData("{ a, mask = Dropout(x) y = Relu(a) }")]
    public void Identity_NodeThatHandsOn_Goes(string body)
    {
        Model changed = Apply(new IdentityRule(), "g (float[2] x) => (float[2] y) " + body);
        Assert.Equal(["x"], Assert.Single(changed.Graph.Nodes).Inputs);
    }

    [Theory]
    [InlineData("{ y = Identity(x) }", "It names an output of the graph.")]
    [InlineData("{ a, mask = Dropout(x) b = Cast <to = 1> (mask) y = Add(a, b) }", "It changes its input.")]
    [InlineData("{ a = Relu(x) y = Relu(a) }", "It changes its input.")]
    public void Identity_NearMiss_SaysWhyNot(string body, string reason) => AssertNot(new IdentityRule(), body, reason);

    /// <summary>How PyTorch writes it: one Slice for each axis, then a Pad of the channels.</summary>
    [Theory]
    [InlineData(1, 3, "{0, 1, 0, 0, 0, 2, 0, 0}", "{9223372036854775807}")]
    [InlineData(1, 3, "{0, 0, 0, 0, 0, 3, 0, 0}", "{7}")]
    [InlineData(2, 1, "{0, 3, 0, 0, 0, 0, 0, 0}", "{2147483647}")]
    public void StridedShortcut_SlicesAndChannelsOfZeros_AreAConvOfTheSameValues(int down, int across, string pads, string end)
    {
        Model model = GraphText.Parse(Header + Shortcut(down, across, pads, end));
        (Model changed, string note) = LeanForm.Of(model);
        Assert.Equal(", 1 shortcuts written as convolutions", note);
        Assert.Equal(["Conv", "Relu"], changed.Graph.Nodes.Select(n => n.OpType));
        Assert.Equal([6, 3, 1, 1], Assert.Single(changed.Graph.Initializers).Shape);
        Assert.Equal(Run(model), Run(changed));
    }

    [Theory]
    [InlineData(2, 0, "{0, 1, 0, 0, 0, 2, 0, 0}", "{9223372036854775807}", "It does not follow Slices of a feature map.")]
    [InlineData(1, 2, "{0, 1, 0, 0, 0, 2, 0, 0}", "{6}", "It does not follow Slices of a feature map.")]
    [InlineData(1, 2, "{0, 1, 1, 0, 0, 2, 0, 0}", "{9223372036854775807}", "It is no Pad of channels with zeros.")]
    [InlineData(1, 2, "{0, -1, 0, 0, 0, 2, 0, 0}", "{9223372036854775807}", "It is no Pad of channels with zeros.")]
    [InlineData(1, 2, "{0, 127, 0, 0, 0, 127, 0, 0}", "{9223372036854775807}", "It has too many channels.")]
    public void StridedShortcut_NearMiss_SaysWhyNot(int down, int across, string pads, string end, string reason)
    {
        Model model = GraphText.Parse(Header + Shortcut(down, across, pads, end));
        RuleMatch match = new StridedShortcutRule(TypeInference.Infer(model)).Match(new GraphIndex(model.Graph), model.Graph.Nodes.Single(n => n.OpType == "Pad"));
        Assert.Equal((null, reason), (match.Edit, match.Reason));
    }

    private static string Shortcut(int down, int across, string pads, string end) => $$"""
        g (float[n,3,7,7] x) => (float[n,c,h,w] y) {
            start = Constant <value = int64[1] {0}> ()
            end = Constant <value = int64[1] {{end}}> ()
            rows = Constant <value = int64[1] {2}> ()
            columns = Constant <value = int64[1] {-1}> ()
            down = Constant <value = int64[1] {{{down}}}> ()
            across = Constant <value = int64[1] {{{across}}}> ()
            pads = Constant <value = int64[8] {{pads}}> ()
            a = Slice (x, start, end, rows, down)
            b = Slice (a, start, end, columns, across)
            p = Pad (b, pads)
            y = Relu (p)
        }
        """;

    private static float[] Run(Model model)
    {
        float[] x = [.. Enumerable.Range(0, 2 * 3 * 49).Select(i => MathF.Sin(i))];
        using OnnxRuntimeModel loaded = BlockNets.Runner.Load(model);
        return loaded.Run([Tensor.From<float>("x", [2, 3, 7, 7], x)])[0].Values<float>().ToArray();
    }

    private static Model Apply(IGraphRule rule, string graph) => RuleDriver.Apply(GraphText.Parse(Header + graph), rule).Model;

    private static void AssertNot(IGraphRule rule, string body, string reason)
    {
        Graph graph = GraphText.Parse(Header + "g (float[2] x) => (float[2] y) " + body).Graph;
        RuleMatch match = rule.Match(new GraphIndex(graph), graph.Nodes[0]);
        Assert.Equal((null, reason), (match.Edit, match.Reason));
    }
}
