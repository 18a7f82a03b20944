using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Text;
using Fulcrum.Onnx;
using Fulcrum.Planning.Deploying;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;
using Fulcrum.Protocol.CutTensors;
using Fulcrum.Protocol.Packed;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Planning.Tests.Deploying;

public sealed class PlanFolderMakerTests : IDisposable
{
    private const string Net = """
        <ir_version: 8, opset_import: ["" : 17]>
        g (float[N, 6] x) => (float[N, 6] early, float[N, 6] y)
        { a = Relu(x) early = Tanh(a) b = Exp(a) c = Add(a, b) d = Relu(c) y = Add(d, b) }
        """;

    private static readonly TierSystem System = new(
        [new Tier { Name = "device" }, new Tier { Name = "edge" }, new Tier { Name = "cloud" }],
        [new TierLink { From = "device", To = "edge", UpBitsPerSecond = 1e6, DownBitsPerSecond = 1e6 }, new TierLink { From = "edge", To = "cloud", UpBitsPerSecond = 1e6, DownBitsPerSecond = 1e6 }]);

    private static readonly PlanSource Source = new("net", new string('e', 64));
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-folder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("0,1,2|0,1,2,3,4", "1-device.onnx,2-edge.onnx,3-cloud.onnx", "a+b|b+d", "early:device,y:cloud")]
    [InlineData("0,1,2|0,1,2", "1-device.onnx,-,2-cloud.onnx", "a+b|a+b", "early:device,y:cloud")]
    [InlineData("|0", "-,1-edge.onnx,2-cloud.onnx", "x|a", "early:cloud,y:cloud")]
    [InlineData("|", "-,-,1-cloud.onnx", "x|x", "early:cloud,y:cloud")]
    [InlineData("0", "1-device.onnx,2-edge.onnx", "a", "early:edge,y:edge")]
    [InlineData("-", "1-device.onnx", "", "early:device,y:device")]
    public void Write_AnyPlacement_SaysWhatRunsWhereAndWhatCrosses(string heads, string segments, string crossing, string outputs)
    {
        (Variant variant, Plan plan) = Place(heads);
        PlanManifest manifest = new PlanFolderMaker(OnnxFile.Serialize).Write(_folder, plan, variant, Source with { Predicted = PlanSource.Figures(plan, Conditions.Of(System)) }).Manifest;
        Assert.Equal(segments, string.Join(',', manifest.Tiers.Select(t => t.Segments is [var one] ? one.File : "-")));
        Assert.Equal(crossing, string.Join('|', manifest.Links.Select(l => string.Join('+', l.Tensors.Select(t => t.Name).Order()))));
        Assert.Equal(outputs, string.Join(',', manifest.Outputs.Select(o => $"{o.Name}:{o.Tier}")));
        Assert.All(manifest.Links.SelectMany(l => l.Tensors), t => Assert.Equal([1, 6], t.Shape));
        Assert.Equal(plan.Of(Metric.Latency, Conditions.Of(System)), manifest.Predicted["latency"]);
        var folder = PlanFolder.Read(_folder);
        for (int t = 0; t < manifest.Tiers.Count; t++)
        {
            foreach (byte[] file in folder.Segments(t))
                Assert.NotEmpty(OnnxFile.Parse(file, "segment").Graph.Nodes);
        }
    }

    [Fact]
    public void Write_CodedTensors_CarryTheirCoding()
    {
        var grid = CutTensorGrid.FromRanges(4, 6, [0f], [1f]);
        Dictionary<string, IReadOnlyList<TensorCoding>> codings = new() { ["a"] = [new("q4", 4) { Grid = grid }], ["b"] = [new(TensorCoding.Compressed, 9)], ["x"] = [new(TensorCoding.Raw, 3)] };
        (Variant variant, Plan plan) = Place("0,1,2", codings);
        var maker = new PlanFolderMaker(OnnxFile.Serialize);
        PlanManifest manifest = maker.Write(_folder, plan, variant, Source).Manifest;
        Assert.Equal([PlanCodingKind.Grid, PlanCodingKind.Compressed], manifest.Links[0].Tensors.OrderBy(t => t.Name).Select(t => t.Coding.Kind));
        (variant, plan) = Place("", codings);
        Assert.Equal(("plan-coding", "x"), Assert.Throws<InputException>(() => maker.Write(_folder, plan, variant, Source)).Problems is [var problem] ? (problem.Code, problem.Place) : default);
    }

    /// <summary>A tier that has fetched coded weights gets what they decode to; the others keep theirs.</summary>
    [Fact]
    public void Write_FetchedWeights_AreInTheSegmentOfTheTierThatFetchedThem()
    {
        const string net = """
            <ir_version: 8, opset_import: ["" : 17]>
            g (float[N, 2] x) => (float[N, 2] y) <float[2] w = {1, 2}, float[2] v = {3, 4}> { a = Mul(x, w) y = Add(a, v) }
            """;
        (Variant variant, Plan plan) = Place("0", net: net);
        Tensor[] weights = [.. variant.Map.Model.Graph.Initializers.Where(t => t.Element == ElementType.Float)];
        var coded = weights.ToDictionary(w => w.Name, w => new PackedTensor(w.Name, [.. w.Shape], [0], [], [.. Enumerable.Repeat(7, checked((int)w.ElementCount))]));
        new PlanFolderMaker(OnnxFile.Serialize).Write(_folder, plan, variant, Source with { Weights = tier => tier == plan.Tiers[0].Tier ? coded : null });
        var folder = PlanFolder.Read(_folder);
        Assert.Equal((3, "1-device.fpk", "2-edge.onnx"), (folder.Manifest.Format, folder.Manifest.Tiers[0].Segments[0].File, folder.Manifest.Tiers[1].Segments[0].File));
        float[] fetched = [.. PackedModelReader.Read(folder.Segments(0)[0]).Tensors.SelectMany(t => t.Dequantize())], held = [.. OnnxFile.Parse(folder.Segments(1)[0], "segment").Graph.Initializers.Where(i => i.Element == ElementType.Float).SelectMany(i => i.Values<float>().ToArray())];
        Assert.Equal([7f, 7f], fetched);
        Assert.DoesNotContain(7f, held);
    }

    [Theory]
    [InlineData("0,1,2,3,4|0")]
    [InlineData("0|0|0")]
    [InlineData("0,1,2,3,4,5")]
    public void Place_CutsThatMakeNoPlan_AreRefused(string heads) => Assert.Equal("plan-cuts", Assert.Throws<InputException>(() => Place(heads)).Problems[0].Code);

    /// <summary>A plan with the nodes before each link; a dash is no link.</summary>
    private static (Variant Variant, Plan Plan) Place(string heads, Dictionary<string, IReadOnlyList<TensorCoding>>? codings = null, string net = Net)
    {
        Model model = GraphText.Parse(net);
        Variant variant = Variant.Modelled("identity", model);
        variant = variant with { Codings = codings ?? [] };
        Cut[] cuts = heads == "-" ? [] : [.. heads.Split('|').Select(h => h.Length == 0 ? variant.Map.AllInTail : variant.Map.At(h.Split(',').Select(int.Parse)))];
        return (variant, new VariantSpace(variant, System).Place(cuts));
    }
}
