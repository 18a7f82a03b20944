using Fulcrum.Graphs.Editing;
using Fulcrum.Graphs.Text;

namespace Fulcrum.Graphs.Tests.Editing;

public sealed class RuleDriverTests
{
    private const string Header = "<ir_version: 8, opset_import: [\"\" : 17]>\n";

    [Fact]
    public void Apply_RuleThatMatches_EditsAndRecordsEveryMatch()
    {
        Model model = GraphText.Parse(Header + "g (float[2] x) => (float[2] y) { a = Relu(x) b = Relu(a) y = Neg(b) }");
        (Model changed, IReadOnlyList<RuleRecord> records) = RuleDriver.Apply(model, new MergeRelus());
        Assert.Equal(["Relu", "Neg"], changed.Graph.Nodes.Select(n => n.OpType));
        Assert.Equal("a", changed.Graph.Nodes[1].Inputs[0]);
        Assert.Equal(new RuleRecord("merge-relus", "Relu(b)", 3, 2), Assert.Single(records));
    }

    [Fact]
    public void Apply_RuleThatDoesNotMatch_ReturnsTheSameModel()
    {
        Model model = GraphText.Parse(Header + "g (float[2] x) => (float[2] y) { a = Relu(x) y = Neg(a) }");
        (Model changed, IReadOnlyList<RuleRecord> records) = RuleDriver.Apply(model, new MergeRelus());
        Assert.Same(model, changed);
        Assert.Empty(records);
    }

    [Fact]
    public void Apply_RedirectedValue_IsRedirectedInSubgraphsToo()
    {
        Model model = GraphText.Parse(Header + """
            g (bool c, float[2] x) => (float[2] y)
            {
               a = Relu(x)
               b = Relu(a)
               y = If <then_branch = t () => (float[2] p) { p = Neg(b) }, else_branch = e () => (float[2] q) { q = Exp(b) }> (c)
            }
            """);
        Model changed = RuleDriver.Apply(model, new MergeRelus()).Model;
        Assert.Equal(["c", "a", "a"], GraphIndex.Reads(changed.Graph.Nodes[^1]));
    }

    [Fact]
    public void Apply_RuleThatBreaksTheGraph_IsNamedInTheException()
    {
        Model model = GraphText.Parse(Header + "g (float[2] x) => (float[2] y) { a = Relu(x) y = Neg(a) }");
        string message = Assert.Throws<InvalidOperationException>(() => RuleDriver.Apply(model, new DropRelus())).Message;
        Assert.Contains("drop-relus", message);
        Assert.Contains("Relu(a)", message);
        Assert.Contains("value-undefined", message);
    }

    [Fact]
    public void Apply_EditOfConstants_AddsAndRemovesThem()
    {
        Model model = GraphText.Parse(Header + "g (float[2] x) => (float[2] y) <float[2] w = {1, 2}> { y = Add(x, w) }");
        Graph changed = RuleDriver.Apply(model.Graph, new GraphEdit { RemoveInitializers = ["w"], AddInitializers = [Tensor.From<float>("v", [2], [3, 4])], Redirect = new Dictionary<string, string> { ["w"] = "v" } });
        Assert.Equal("v", Assert.Single(changed.Initializers).Name);
        Assert.Equal(["x", "v"], changed.Nodes[0].Inputs);
    }

    private sealed class MergeRelus : IGraphRule
    {
        public string Name => "merge-relus";

        public RuleMatch Match(GraphIndex index, Node node) =>
            node.OpType == "Relu" && index.Producer(node.Inputs[0]) is int maker && index.Graph.Nodes[maker].OpType == "Relu"
                ? RuleMatch.Of(new GraphEdit { Remove = [node], Redirect = new Dictionary<string, string> { [node.Outputs[0]] = node.Inputs[0] } })
                : RuleMatch.No("It does not follow a Relu.");
    }

    private sealed class DropRelus : IGraphRule
    {
        public string Name => "drop-relus";

        public RuleMatch Match(GraphIndex index, Node node) => node.OpType == "Relu" ? RuleMatch.Of(new GraphEdit { Remove = [node] }) : RuleMatch.No("It is no Relu.");
    }
}
