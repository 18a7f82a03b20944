using System.Globalization;
using Fulcrum.Graphs;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Lab.Recommending;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Zoo;

namespace Fulcrum.Lab.Tests.Recommending;

/// <summary>Candidates from models, cells from files.</summary>
public sealed class CandidateTests
{
    private static readonly TierSystem Tiers = TiersFile.Parse("""
        { "tiers": [ { "name": "mobile", "clock": "500MHz", "holds_models": false }, { "name": "edge", "clock": "2GHz" }, { "name": "cloud" } ],
          "links": [ { "from": "mobile", "to": "edge", "up": "10Mbps", "down": "20Mbps", "rtt": "2ms", "jitter": { "shape": "lognormal", "p50": "1ms", "p99": "5ms" } }, { "from": "edge", "to": "cloud", "up": "50Mbps", "rtt": "20ms" } ] }
        """, "tiers.json");

    private static readonly Conditions Now = Conditions.Of(Tiers, 100);

    private static readonly RecommendVariant Net = new(RecommendVariant.Identity, new CandidateModel("identity", ZooCatalog.Create("mnist-cnn", 1), null), 0);

    [Fact]
    public void Build_AnyConditions_PredictsWhatThePlannerDoes()
    {
        IReadOnlyList<CandidateStrategy> candidates = new CandidateBuilder(Tiers, Now).Build([Net], [], [Now]);
        Assert.Equal(candidates.Count, candidates.Select(c => c.Name).Distinct().Count());
        Assert.Equal(["mobile", "edge", "cloud", "mobile+edge", "edge+cloud"], candidates.Take(5).Select(c => c.Tier));
        foreach (Conditions c in new[] { Now, Now.WithLink(0, 0.1), Now.WithLink(1, 20).WithLink(0, 7) })
            Assert.All(candidates, s => Assert.Equal(1, s.PlannedSeconds(LinkFacts.Of(Tiers, c)) / s.Plan!.Of(Metric.LatencyP50, c), 1e-9));
        string[] baselines = [.. candidates.SelectMany(c => c.Baselines).Order()];
        Assert.Equal(["all on device", "best static cut", "input to cloud", "input to edge"], baselines);
    }

    [Fact]
    public void Build_PlanFolderOfAStudy_CutsThereAndNamesThePlannersOwnByItsCut()
    {
        ValueInfo value = CutBehindTheFirstConvolution();
        int[] shape = [.. value.Type is TensorType t ? t.Shape!.Select(d => (int)(d.Size ?? 1)) : []];
        var sent = new ManifestTensor(value.Name, PlanElement.Float32, shape, PlanCoding.Base64);
        var manifest = new PlanManifest(PlanManifest.CurrentFormat, "net", new string('0', 64), [], [ManifestTier.Relay("mobile"), ManifestTier.Relay("edge")], [new ManifestLink("mobile", "edge", [sent])], [], new Dictionary<string, double>());
        IReadOnlyList<CandidateStrategy> candidates = new CandidateBuilder(Tiers, Now).Build([Net, new RecommendVariant("foreign", null, null)], [new RanPlacement("identity", [0, 1], manifest), new RanPlacement("foreign", [1], null), new RanPlacement("foreign", [0, 2], null)], [Now]);
        CandidateStrategy ran = candidates.Single(c => c.Name == "identity on mobile+edge");
        Assert.Equal(sent.Bytes * 4 / 3.0, ran.Links[0].UpBytes, 1e-6);
        Assert.Equal(value.Name, ran.Plan!.Links[0].Cut.Name);
        Assert.True(ran.IsSplit);
        CandidateStrategy foreign = candidates.Single(c => c.Name == "foreign on mobile+cloud");
        Assert.Null(foreign.Plan);
        Assert.True(foreign.OperatorSpread > 0 && foreign.Links[1].IsUsed && foreign.Links[1].Spread > 0.5);
        Assert.Equal(2, candidates.Count(c => c.Operator == "foreign"));
    }

    [Fact]
    public void Read_RowsInAnotherOrder_GivesTheSameCells()
    {
        string[] rows = [.. from r in new[] { 1, 10 } from t in new[] { "mobile", "Mobile-Edge" } from i in Enumerable.Range(0, 9) select string.Create(CultureInfo.InvariantCulture, $"Net,identity,{t},{(i == 0 ? "warmup" : "timed")},{10 + (i * 7 % 5) + r},{r},{i}")];
        string[] shuffled = [.. rows];
        new Random(3).Shuffle(shuffled);
        IReadOnlyList<ReadCell> cells = Read(rows), again = Read(shuffled);
        Assert.Equal(4, cells.Count);
        Assert.All(cells, c => Assert.Equal(8, c.Cell.Runs));
        static IEnumerable<(string, string, double, double, double)> Figures(IReadOnlyList<ReadCell> of) => of.Select(c => (PlacementText.Of(c.Tiers, Tiers), c.Cell.Links.Key, c.Cell.MedianSeconds, c.Cell.Error, c.Cell.Parts!.Compute[0])).Order();
        Assert.Equal(Figures(cells), Figures(again));
        Assert.Equal(0.013, cells[0].Cell.MedianSeconds, 1e-9);
        Assert.Equal([1e6, 50e6], cells[0].Cell.Links.UpBitsPerSecond);
        Assert.Equal(2e6, cells[0].Cell.Links.DownBitsPerSecond[0], 1e-3);
    }

    [Fact]
    public void Read_PhaseOfAnUnknownTier_NamesTheNearest()
    {
        InputException refused = Assert.Throws<InputException>(() => Read(["Net,identity,mobile,timed,1,1,1"], "mobil.compute_ms"));
        Assert.Equal("column-unknown", refused.Problems[0].Code);
        Assert.Contains("mobile.compute_ms", refused.Problems[0].Remedy);
    }

    private static ValueInfo CutBehindTheFirstConvolution() => Fulcrum.Cuts.CutFinder.BlockBoundaries(Net.Model!.Model).First(c => c.HeadNodes.Count > 0).Tensors[0];

    private static IReadOnlyList<ReadCell> Read(string[] rows, string phase = "mobile.compute_ms")
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(path, [$"model,operator,tier,phase,latency_ms,mobile-edge_mbps,{phase}", .. rows]);
            return MeasurementReader.Read(path, new MeasurementQuery { System = Tiers, Models = ["net"] });
        }
        finally
        {
            File.Delete(path);
        }
    }
}
