using System.Text;
using Fulcrum.Graphs.Text;

namespace Fulcrum.Graphs.Tests.Text;

public sealed class GraphTextTests
{
    private const string Example = """
        <ir_version: 8, opset_import: ["" : 17, "com.example" : 1], producer_name: "x">
        agraph (float[N, 128] X, float[128, 10] W) => (float[N, 10] C)
        <float[2] b = {1, -2.5}, float[N,10] T>   # initializers with values, and declared inner types
        {
           T = MatMul(X, W)
           [node_name] S = com.example.MyOp <axis: int = 1, alpha: float = 0.5, mode = "x", axes = [0, 1], value = int64[2] {1, 2},
              body = g2 (float x) => (float y) { y = Relu(x) }> (T, b)
           C = Softmax(S)
        }
        <domain: "local", opset_import: ["" : 17]> f <alpha, beta: float = 1.0> (a, b) => (c) { c = Elu<alpha: float = @alpha>(a) }
        """;

    [Fact]
    public void Parse_Example_GivesTheHeaderTheTypesAndTheInitializers()
    {
        Model model = GraphText.Parse(Example);
        Assert.Equal((8, 17, 1, "x"), (model.IrVersion, model.Opset(""), model.Opset("com.example"), model.ProducerName));
        Assert.Equal(["X", "W"], model.Graph.Inputs.Select(i => i.Name));
        Assert.Equal([Dim.Named("N"), 128], model.Graph.Inputs[0].Tensor!.Shape!);
        Assert.Equal([1f, -2.5f], Assert.Single(model.Graph.Initializers).Values<float>().ToArray());
        Assert.Equal("T", Assert.Single(model.Graph.Values).Name);
    }

    [Fact]
    public void Parse_Example_GivesTheNodesAndTheirAttributes()
    {
        IReadOnlyList<Node> nodes = GraphText.Parse(Example).Graph.Nodes;
        Assert.Equal(["MatMul", "MyOp", "Softmax"], nodes.Select(n => n.OpType));
        Node custom = nodes[1];
        Assert.Equal(("node_name", "com.example", 1, 0.5f), (custom.Name, custom.Domain, custom.Int("axis", 0), custom.Float("alpha", 0)));
        Assert.Equal(["T", "b"], custom.Inputs);
        Assert.Equal("x", Encoding.UTF8.GetString(Assert.IsType<StringAttribute>(custom.Attribute("mode")).Value.Span));
        Assert.Equal([0, 1], Assert.IsType<IntsAttribute>(custom.Attribute("axes")).Values);
        Assert.Equal([1, 2], Assert.IsType<TensorAttribute>(custom.Attribute("value")).Value.Values<long>().ToArray());
        Assert.Equal("Relu", Assert.Single(Assert.IsType<GraphAttribute>(custom.Attribute("body")).Value.Nodes).OpType);
    }

    [Fact]
    public void Parse_Example_GivesTheFunction()
    {
        Function function = Assert.Single(GraphText.Parse(Example).Functions);
        Assert.Equal(("local", "f"), (function.Domain, function.Name));
        Assert.Equal(["alpha"], function.Attributes);
        Assert.Equal(["a", "b"], function.Inputs);
        Assert.Equal(["c"], function.Outputs);
        Assert.Equal(NodeAttribute.Of("beta", 1f), Assert.Single(function.DefaultAttributes));
        Assert.Equal("alpha", Assert.Single(function.Nodes[0].Attributes).ReferenceName);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("header")]
    [InlineData("elements")]
    [InlineData("attributes")]
    [InlineData("subgraphs")]
    [InlineData("functions")]
    [InlineData("names")]
    [InlineData("types")]
    [InlineData("floats")]
    public void Parse_PrintedModel_PrintsTheSame(string name)
    {
        Model model = RichModels.Of(name);
        string text = GraphText.Print(model);
        Model parsed = GraphText.Parse(text);
        Assert.Equal(text, GraphText.Print(parsed));
        Assert.Equal(GraphText.Print(model.Graph), GraphText.Print(parsed.Graph));
    }

    [Theory]
    [InlineData("elements")]
    [InlineData("floats")]
    public void Parse_PrintedTensors_HaveTheSameBits(string name)
    {
        Model model = RichModels.Of(name);
        Model parsed = GraphText.Parse(GraphText.Print(model));
        Assert.All(model.Graph.Initializers.Zip(parsed.Graph.Initializers), pair =>
        {
            (Tensor expected, Tensor actual) = pair;
            Assert.Equal((expected.Name, expected.Element), (actual.Name, actual.Element));
            Assert.Equal(expected.Shape, actual.Shape);
            Assert.Equal(expected.Data?.Load().ToArray(), actual.Data?.Load().ToArray());
            Assert.Equal(expected.Strings?.Select(s => s.ToArray()), actual.Strings?.Select(s => s.ToArray()));
            Assert.Equal(expected.External, actual.External);
        });
    }

    [Fact]
    public void Parse_PrintedAttributes_HaveTheSameValues()
    {
        Node expected = RichModels.Of("attributes").Graph.Nodes[0];
        Node actual = GraphText.Parse(GraphText.Print(RichModels.Of("attributes"))).Graph.Nodes[0];
        Assert.Equal(expected.Inputs, actual.Inputs);
        Assert.Equal(expected.Outputs, actual.Outputs);
        Assert.Equal(expected.Attributes.Select(a => (a.Name, a.Value.GetType())), actual.Attributes.Select(a => (a.Name, a.Value.GetType())));
        Assert.True(float.IsNegative(actual.Float("minus_zero", 1)));
        Assert.Equal(long.MinValue, actual.Int("int", 0));
        Assert.Equal(((FloatsAttribute)expected.Attribute("floats")!).Values, ((FloatsAttribute)actual.Attribute("floats")!).Values);
        Assert.Equal(((StringAttribute)expected.Attribute("bytes")!).Value.ToArray(), ((StringAttribute)actual.Attribute("bytes")!).Value.ToArray());
    }

    [Fact]
    public void Parse_PrintedTypes_AreEqual()
    {
        static string[] Types(IReadOnlyList<ValueInfo> values) => [.. values.Select(v => $"{v.Name}: {v.Type}")];
        Graph expected = RichModels.Of("types").Graph;
        Graph actual = GraphText.Parse(GraphText.Print(expected)).Graph;
        Assert.Equal(Types(expected.Inputs), Types(actual.Inputs));
        Assert.Equal(Types(expected.Outputs.SkipLast(1).ToArray()), Types(actual.Outputs.SkipLast(1).ToArray()));
        Assert.Equal([1, 2, 0xfe], Assert.IsType<OpaqueType>(actual.Outputs[^1].Type).Encoded.ToArray());
    }

    [Fact]
    public void Print_SmallModel_IsOnnxText()
    {
        string text = GraphText.Print(GraphText.Parse("""
            g (float[N,?] x, int8[] u) => (float y) <float16[2] h = {15360, 0}> {
            [a] t, "" = Op<k = 2, s = ["p"], f = [1, 2.5]>(x, "", h) y = If("/t") <then_branch = b () => (float z) { z = Id(t) }> }
            """).Graph);
        Assert.Equal(
            """
            g (float[N,?] x, int8[] u) => (float y) <
               float16[2] h = {15360, 0}
            > {
               [a] t, "" = Op <k: int = 2, s: strings = ["p"], f: floats = [1.0, 2.5]> (x, "", h)
               y = If ("/t") <then_branch: graph = b () => (float z) {
                  z = Id (t)
               }>
            }

            """,
            text);
    }

    [Fact]
    public void Print_MoreElementsThanTheMaximum_LeavesThemOut()
    {
        var graph = new Graph { Name = "g", Initializers = [Tensor.From<int>("big", [3], [1, 2, 3]), Tensor.From<int>("small", [2], [1, 2])] };
        string text = GraphText.Print(graph, new PrintOptions { MaximumElements = 2 });
        Assert.Contains("int32[3] big = ...,", text);
        Assert.Contains("int32[2] small = {1, 2}", text);
    }

    [Theory]
    [InlineData("(,x)", new[] { "", "x" })]
    [InlineData("(x,)", new[] { "x" })]
    [InlineData("(,)", new[] { "" })]
    [InlineData("()", new string[0])]
    [InlineData("(\"\", \"/x\")", new[] { "", "/x" })]
    public void Parse_InputLists_FollowOnnxOnEmptyNames(string inputs, string[] expected) =>
        Assert.Equal(expected, GraphText.Parse($"g () => () {{ y = Op{inputs} }}").Graph.Nodes[0].Inputs);

    [Fact]
    public void Parse_InputWithValue_IsInputAndInitializer()
    {
        Graph graph = GraphText.Parse("g (float[1] w = {3}) => () {}").Graph;
        Assert.Equal(("w", "w"), (Assert.Single(graph.Inputs).Name, Assert.Single(graph.Initializers).Name));
    }

    [Fact]
    public void Parse_TypedFormalsOfAFunction_AreDeclaredValues()
    {
        Function function = Assert.Single(GraphText.Parse("g () => () {} f (float[N] a, b) => (int64 c) <bool t> {}").Functions);
        Assert.Equal(["a", "b"], function.Inputs);
        Assert.Equal(["a", "c", "t"], function.Values.Select(v => v.Name));
    }

    [Fact]
    public void Parse_NoHeader_GivesTheDefaults()
    {
        Model model = GraphText.Parse("g () => () {}");
        Assert.Equal((Model.DefaultIrVersion, Model.DefaultOpset), (model.IrVersion, model.Opset("")));
    }

    [Theory]
    [InlineData("a = inf", float.PositiveInfinity)]
    [InlineData("a = -Infinity", float.NegativeInfinity)]
    [InlineData("a = nan", float.NaN)]
    [InlineData("a: float = 3", 3f)]
    [InlineData("a = 1.", 1f)]
    [InlineData("a = 2E+3", 2000f)]
    public void Parse_FloatAttribute_TakesEverySpelling(string attribute, float expected) =>
        Assert.Equal(expected, GraphText.Parse($"g () => () {{ y = Op<{attribute}>() }}").Graph.Nodes[0].Float("a", 0));
}
