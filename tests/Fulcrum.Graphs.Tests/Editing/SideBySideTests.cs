using Fulcrum.Graphs.Checking;
using Fulcrum.Graphs.Editing;
using Fulcrum.Graphs.Text;
using Fulcrum.Problems;

namespace Fulcrum.Graphs.Tests.Editing;

public sealed class SideBySideTests
{
    private const string Plain = "g (float[n, 2] x) => (float[n, 2] y) <float[2] w = {1, 2}> { a = Relu(x) y = Add(a, w) }";

    // Its branches have values named as those of Plain, and capture one of the graph's.
    private const string Branching = """
        h (float[n, 2] image) => (float[n, 2] z)
        {
           b = Neg(image)
           c = Constant <value = bool {1}> ()
           z = If <then_branch = t () => (float[n, 2] a) { a = Mul(b, image) }, else_branch = e () => (float[n, 2] y) { i = Exp(b) y = Identity(i) }> (c)
        }
        """;

    [Fact]
    public void Join_TwoModels_PutsThePrefixOnEveryValueOfTheSecond()
    {
        Graph joined = SideBySide.Join(Model(Plain), Model(Plain), "t/").Graph;
        Assert.Equal("x", Assert.Single(joined.Inputs).Name);
        Assert.Equal(["y", "t/y"], joined.Outputs.Select(o => o.Name));
        Assert.Equal(["w", "t/w"], joined.Initializers.Select(t => t.Name));
        Assert.Equal(["x", "t/a", "t/w"], joined.Nodes.Skip(2).SelectMany(n => n.Inputs));
        Assert.All(joined.Nodes, n => Assert.Equal("", n.Name));
    }

    [Fact]
    public void Join_SecondWithSubgraphs_RenamesCapturesAndWhatTheyMake()
    {
        Model joined = SideBySide.Join(Model(Plain), Model(Branching), "t/");
        GraphChecker.Require(joined);
        Node branch = joined.Graph.Nodes[^1];
        Assert.Equal(["t/c", "t/b", "x", "t/b"], GraphIndex.Reads(branch));
        Assert.Equal(["t/a", "t/i", "t/y"], GraphIndex.Bodies(branch).SelectMany(b => b.Nodes).SelectMany(n => n.Outputs));
        Assert.Equal(["t/a", "t/y"], GraphIndex.Bodies(branch).SelectMany(b => b.Outputs).Select(o => o.Name));
    }

    [Theory]
    [InlineData(13, 17, 17)]
    [InlineData(16, 16, 16)]
    [InlineData(11, 11, 11)]
    public void Join_OpsetsThatGoTogether_TakesTheHigher(long first, long second, long joined) =>
        Assert.Equal(joined, SideBySide.Join(Model(Plain, first), Model(Plain, second), "t/").Opset(""));

    [Theory]
    [InlineData(12, 13)]
    [InlineData(17, 18)]
    [InlineData(21, 13)]
    public void Join_OpsetsApart_IsRefused(long first, long second) =>
        AssertApart("opset", Model(Plain, first), Model(Plain, second));

    [Fact]
    public void Join_OtherDomainsInTwoVersions_IsRefused() =>
        AssertApart("'com.example'", With(Model(Plain), 1), With(Model(Plain), 2));

    [Fact]
    public void Join_InputsOfTwoKinds_IsRefused() =>
        AssertApart("Float", Model(Plain), Model("g (int64[n, 2] x) => (int64[n, 2] y) { y = Neg(x) }"));

    [Fact]
    public void Join_ModelOfTwoInputs_IsRefused() =>
        AssertApart("not exactly one input", Model(Plain), Model("g (float[n, 2] x, float[n, 2] v) => (float[n, 2] y) { y = Add(x, v) }"));

    [Fact]
    public void Join_FunctionsOfOneNameAndTwoMeanings_IsRefused()
    {
        Model With(string op) => GraphText.Parse($$"""
            <ir_version: 8, opset_import: ["" : 17, "own" : 1]>
            g (float[n, 2] x) => (float[n, 2] y) { y = own.f(x) }
            <domain: "own", opset_import: ["" : 17]>
            f (p) => (q) { q = {{op}}(p) }
            """);
        Assert.Single(SideBySide.Join(With("Relu"), With("Relu"), "t/").Functions);
        AssertApart("function 'f'", With("Relu"), With("Exp"));
    }

    private static void AssertApart(string says, Model first, Model second)
    {
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => SideBySide.Join(first, second, "t/")).Problems);
        Assert.Equal("models-apart", problem.Code);
        Assert.Contains(says, problem.Message);
    }

    private static Model With(Model model, long version) => model with { Opsets = [.. model.Opsets, new OpsetImport("com.example", version)] };

    private static Model Model(string graph, long opset = 17) => GraphText.Parse($"<ir_version: 8, opset_import: [\"\" : {opset}]>\n{graph}");
}
