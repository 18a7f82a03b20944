using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;
using Fulcrum.Graphs.Text;
using Fulcrum.Operators.Rules;

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

    private static Model Apply(IGraphRule rule, string graph) => RuleDriver.Apply(GraphText.Parse(Header + graph), rule).Model;

    private static void AssertNot(IGraphRule rule, string body, string reason)
    {
        Graph graph = GraphText.Parse(Header + "g (float[2] x) => (float[2] y) " + body).Graph;
        RuleMatch match = rule.Match(new GraphIndex(graph), graph.Nodes[0]);
        Assert.Equal((null, reason), (match.Edit, match.Reason));
    }
}
