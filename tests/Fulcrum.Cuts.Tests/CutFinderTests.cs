using Fulcrum.Graphs;

namespace Fulcrum.Cuts.Tests;

public sealed class CutFinderTests
{
    [Fact]
    public void Find_RandomGraphs_FindsEveryFrontierThatBruteForceFinds()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Model model = RandomGraphs.Create(seed, 10);
            CutSet found = CutFinder.Find(model, new CutOptions { IncludeDominated = true, MaximumTensors = 12 });
            Assert.True(found.IsComplete);
            Assert.Equal(BruteForce(model), found.Cuts.Select(c => string.Join('+', c.Tensors.Select(t => t.Name).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Find_ShortResidualBlocks_OffersTheirBoundariesAndNotTheirInside()
    {
        var b = new GraphBuilder("blocks");
        string value = b.Input("x", ElementType.Float, 1, 8);
        string w = b.Constant(Tensor.From<float>("w", [8, 8], new float[64]));
        for (int i = 0; i < 20; i++)
            value = b.Emit("Relu", [b.Emit("Add", [value, b.Emit("MatMul", [b.Emit("MatMul", [value, w], $"a{i}"), w], $"b{i}")], $"s{i}")], $"y{i}");
        b.Output(value, ElementType.Float, 1, 8);
        var model = new Model { Graph = b.ToGraph() };
        Assert.Equal(Enumerable.Range(0, 19).Select(i => $"y{i}").Append("s19"), CutFinder.Find(model).Cuts.Select(c => string.Join('+', c.Tensors.Select(t => t.Name).Order())));
        Assert.Contains("a3+y2", CutFinder.Find(model, new CutOptions { IncludeDominated = true }).Cuts.Select(c => string.Join('+', c.Tensors.Select(t => t.Name).Order())));
    }

    [Fact]
    public void Find_BlockThatIsMuchOfTheWork_OffersItsInsideToo() =>
        Assert.Contains("stem+a", CutFinder.Find(Residual(quantized: false)).Cuts.Select(c => c.Name));

    [Fact]
    public void Find_ResidualBlock_CountsBytesWorkAndParametersOfBothSides()
    {
        Cut cut = CutFinder.Find(Residual(quantized: false), new CutOptions { Dims = new Dictionary<string, long> { ["batch"] = 2 } }).Cuts[0];
        Assert.Equal(("stem", 2 * 8 * 4L, 2 * 64L, 3 * 2 * 64L, 64L, 3 * 64L), (cut.Name, cut.Bytes, cut.HeadMacs, cut.TailMacs, cut.HeadParameters, cut.TailParameters));
        Assert.Equal(0.25, cut.Depth);
    }

    [Fact]
    public void Find_QuantizedGraph_CutsOnlyOnQuantizedTensors()
    {
        CutSet cuts = CutFinder.Find(Residual(quantized: true), new CutOptions { IncludeDominated = true });
        Assert.NotEmpty(cuts.Cuts);
        Assert.All(cuts.Cuts.SelectMany(c => c.Tensors), t => Assert.Equal(ElementType.UInt8, t.Tensor!.Element));
    }

    [Fact]
    public void Find_ValueCapturedByASubgraph_Crosses()
    {
        var body = new GraphBuilder("body");
        body.Output(body.Emit("Add", ["early", "late"], "sum"), ElementType.Float, 8);
        var other = new GraphBuilder("other");
        other.Output(other.Emit("Identity", ["late"], "same"), ElementType.Float, 8);
        var b = new GraphBuilder("captures");
        string x = b.Input("x", ElementType.Float, 8);
        string flag = b.Input("flag", ElementType.Bool);
        string late = b.Emit("Tanh", [b.Emit("Relu", [x], "early")], "late");
        b.Output(b.Emit("If", [flag], "y", new NodeAttribute("then_branch", new GraphAttribute(body.ToGraph())), new NodeAttribute("else_branch", new GraphAttribute(other.ToGraph()))), ElementType.Float, 8);
        IEnumerable<string> names = CutFinder.Find(new Model { Graph = b.ToGraph() }, new CutOptions { IncludeDominated = true }).Cuts.Select(c => c.Name);
        Assert.Contains("flag+early+late", names);
        Assert.DoesNotContain("flag+late", names);
        Assert.Equal("late", late);
    }

    [Fact]
    public void Find_UnknownOp_IsCutAround()
    {
        var b = new GraphBuilder("odd");
        string a = b.Emit("Relu", [b.Input("x", ElementType.Float, 8)], "a");
        b.Add(new Node("Mystery", [a], ["m"]) { Domain = "com.example" });
        b.Output(b.Emit("Tanh", [b.Emit("Neg", ["m"], "n")], "y"), ElementType.Float, 8);
        var model = new Model { Graph = b.ToGraph(), Opsets = [new("", 17), new("com.example", 1)] };
        Assert.Equal(["a"], CutFinder.Find(model, new CutOptions { IncludeDominated = true }).Cuts.Select(c => c.Name));
    }

    [Fact]
    public void BlockBoundaries_EachHeadIsPartOfTheNext()
    {
        IReadOnlyList<Cut> cuts = CutFinder.BlockBoundaries(Residual(quantized: false));
        Assert.All(cuts.Zip(cuts.Skip(1)), pair => Assert.True(pair.First.IsBefore(pair.Second)));
        Assert.Equal(["stem", "sum1", "y1", "sum2"], cuts.Select(c => c.Name));
    }

    /// <summary>stem MatMul, a residual block of two MatMuls, another MatMul; eight channels throughout.</summary>
    internal static Model Residual(bool quantized)
    {
        var b = new GraphBuilder("residual");
        string x = b.Input("x", ElementType.Float, Dim.Named("batch"), 8);
        string scale = b.Constant(Tensor.Scalar("scale", 0.05f)), zero = b.Constant(Tensor.Scalar("zero", (byte)128));
        string stem = Layer(x, "stem");
        string y1 = Through(b.Emit("Relu", [b.Emit("Add", [Layer(Layer(stem, "a"), "b"), stem], "sum1")], quantized ? "relu1" : "y1"), "y1");
        b.Output(b.Emit("Tanh", [Layer(y1, "sum2")], "y"), ElementType.Float, Dim.Named("batch"), 8);
        return new Model { Graph = b.ToGraph() };

        string Layer(string input, string name)
        {
            var random = new Random(name[0]);
            string w = b.Constant(Tensor.From<float>($"w_{name}", [8, 8], [.. Enumerable.Range(0, 64).Select(_ => (random.NextSingle() - 0.5f) / 2)]));
            return Through(b.Emit("MatMul", [input, w], quantized ? $"{name}_float" : name), name);
        }

        string Through(string value, string name) => !quantized ? value
            : b.Emit("DequantizeLinear", [b.Emit("QuantizeLinear", [value, scale, zero], $"{name}_q"), scale, zero], $"{name}_dq");
    }

    /// <summary>Every set of values that crosses from a downward closed set of live nodes to the others, both not empty.</summary>
    private static List<string> BruteForce(Model model)
    {
        Graph graph = model.Graph;
        var index = new GraphIndex(graph);
        int[] live = [.. Enumerable.Range(0, graph.Nodes.Count).Where(IsLive)];
        var found = new SortedSet<string>(StringComparer.Ordinal);
        for (int way = 1; way < (1 << live.Length) - 1; way++)
        {
            HashSet<int> head = [.. live.Where((_, i) => (way >> i & 1) != 0)];
            if (head.Any(n => graph.Nodes[n].Inputs.Any(i => index.Producer(i) is int maker && !head.Contains(maker))))
                continue;
            IEnumerable<string> made = graph.Inputs.Select(i => i.Name).Concat(head.SelectMany(n => graph.Nodes[n].Outputs));
            string[] crossing = [.. made.Where(v => index.Consumers(v).Any(r => live.Contains(r) && !head.Contains(r))).Order(StringComparer.Ordinal)];
            if (crossing.Length > 0)
                found.Add($"{string.Join('+', crossing)}|{way}");
        }

        return [.. found.Select(f => f.Split('|')[0]).Order(StringComparer.Ordinal)];

        bool IsLive(int node) => graph.Nodes[node].Outputs.Any(o => graph.Outputs.Any(g => g.Name == o) || index.Consumers(o).Any(IsLive));
    }
}
