using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Text;
using Fulcrum.Onnx;
using Fulcrum.Planning.Deploying;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Planning.Tests.Deploying;

/// <summary>Plans of models with exits: heads stay with their features, and nothing behind a taken exit runs.</summary>
public sealed class ExitFolderTests : IDisposable
{
    /// <summary>Nodes: 0 a, 1 and 2 the first head, 3 b, 4 c, 5 and 6 the second head, 7 d, 8 y.</summary>
    private const string Net = """
        <ir_version: 8, opset_import: ["" : 17]>
        g (float[N, 6] x) => (float[N, 6] y, float[N, 6] e1, float[N, 6] e2)
        { a = Relu(x) h1 = Tanh(a) e1 = Neg(h1) b = Exp(a) c = Abs(b) h2 = Sigmoid(c) e2 = Neg(h2) d = Sqrt(c) y = Add(d, d) }
        """;

    private static readonly TierSystem System = new(
        [new Tier { Name = "device" }, new Tier { Name = "edge" }, new Tier { Name = "cloud" }],
        [new TierLink { From = "device", To = "edge", UpBitsPerSecond = 1e6, DownBitsPerSecond = 1e6 }, new TierLink { From = "edge", To = "cloud", UpBitsPerSecond = 1e6, DownBitsPerSecond = 1e6 }]);

    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-exit-folder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("-", "e1,e2,-", "", "all on the device")]
    [InlineData("0", "e1|e2,-", "a", "device")]
    [InlineData("3", "e1,-|e2,-", "b", "a cut inside a segment")]
    [InlineData("4", "e1,e2|-", "c", "both on the device")]
    [InlineData("4|7", "e1,e2|-|-", "c|d", "")]
    [InlineData("0|0", "e1||e2,-", "a|a", "a tier that hands on")]
    [InlineData("0|4", "e1|e2|-", "a|c", "one exit on each")]
    [InlineData("", "|e1,e2,-", "x", "the input is sent")]
    public void Write_Placement_EndsASegmentBehindEachExitOfItsTier(string heads, string exits, string crossing, string why)
    {
        (Variant variant, Plan plan) = Place(heads);
        PlanManifest manifest = new PlanFolderMaker(OnnxFile.Serialize).Write(_folder, plan, variant, new PlanSource("net", new string('e', 64))).Manifest;
        Assert.True(exits == string.Join('|', manifest.Tiers.Select(t => string.Join(',', t.Segments.Select(s => s.Exit?.Output ?? "-")))), why);
        Assert.Equal(crossing, string.Join('|', manifest.Links.Select(l => string.Join('+', l.Tensors.Select(t => t.Name)))));
        Assert.Equal("y", Assert.Single(manifest.Outputs).Name);
        Assert.All(manifest.Tiers.SelectMany(t => t.Segments).Where(s => s.Exit is not null), s => Assert.Equal((ExitConfidence.Entropy, s.Exit!.Output == "e1" ? 0.8 : 0.7), (s.Exit!.Confidence, s.Exit.Threshold)));
        var folder = PlanFolder.Read(_folder);
        string[] nodes = [.. manifest.Tiers.SelectMany((_, t) => folder.Segments(t)).SelectMany(f => OnnxFile.Parse(f, "segment").Graph.Nodes).SelectMany(n => n.Outputs)];
        Assert.Equal(variant.Map.Model.Graph.Nodes.SelectMany(n => n.Outputs).Order(), nodes.Order());
        Assert.True(Array.IndexOf(nodes, "e1") < Array.IndexOf(nodes, "b") && Array.IndexOf(nodes, "e2") < Array.IndexOf(nodes, "d"), string.Join(' ', nodes));
    }

    [Fact]
    public void Cuts_OfAVariantWithExits_NeverPartAHeadFromItsFeatures()
    {
        var space = new VariantSpace(Variant(), System);
        space.Add(space.Variant.Map.At([0, 1, 3]));
        Assert.True(space.CutCount > 5);
        Assert.All(space.Cuts.Select(c => c.Cut.HeadNodes), head =>
        {
            Assert.Equal(head.Contains(0), head.Contains(2));
            Assert.Equal(head.Contains(4), head.Contains(6));
        });
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(2.1)]
    [InlineData(double.NaN)]
    public void Check_ThresholdThatIsNone_IsRefused(double threshold) =>
        Assert.Equal("variant-exits", Assert.Throws<InputException>(() => new VariantSpace(Variant() with { Exits = [new VariantExit("e1", 0.5, threshold)] }, System)).Problems[0].Code);

    private static Variant Variant() => Variants.Variant.Modelled("exits", GraphText.Parse(Net)) with
    {
        Exits = [new VariantExit("e1", 0.5, 0.8) { Confidence = ExitConfidence.Entropy }, new VariantExit("e2", 0.2, 0.7) { Confidence = ExitConfidence.Entropy }],
    };

    /// <summary>A plan with what the nodes before each link need; a dash is no link.</summary>
    private static (Variant Variant, Plan Plan) Place(string heads)
    {
        Variant variant = Variant();
        Cut[] cuts = heads == "-" ? [] : [.. heads.Split('|').Select(h => h.Length == 0 ? variant.Map.AllInTail : variant.Map.At([int.Parse(h)]))];
        return (variant, new VariantSpace(variant, System).Place(cuts));
    }
}
