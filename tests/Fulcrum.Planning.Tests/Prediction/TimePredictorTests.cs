using Fulcrum.Graphs;
using Fulcrum.Planning.Prediction;
using Fulcrum.Planning.Profiles;
using Fulcrum.Planning.Tests.Profiles;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Tests.Prediction;

public sealed class TimePredictorTests
{
    private readonly TimePredictor _predictor = new(SampleProfiles.Profile());

    [Fact]
    public void For_ModelThatWasMeasured_NodesAddUpToTheWhole()
    {
        ModelTimes times = _predictor.For(SampleProfiles.Model(), SampleProfiles.Hash);
        Assert.Equal(new TimeEstimate(0.23e-3, TimeSource.Measured), times.Whole);
        TimeEstimate sum = times.Sum([0, 1, 2, 3]);
        Assert.Equal((0.23e-3, TimeSource.Composed), (Math.Round(sum.Seconds, 9), sum.Source));
        Assert.Equal(0.11e-3, times.Node(0).Seconds, 9);
        Assert.Equal(0, times.Node(1).Seconds);
    }

    [Fact]
    public void Segment_HeadOrTailThatWasTimed_IsMeasured()
    {
        ModelTimes times = _predictor.For(SampleProfiles.Model(), SampleProfiles.Hash);
        Assert.Equal(new TimeEstimate(0.15e-3, TimeSource.Measured), times.Segment([1, 0]));
        Assert.Equal(new TimeEstimate(0.2e-3, TimeSource.Measured), times.Segment([2, 3]));
        Assert.Equal(TimeSource.Composed, times.Segment([0]).Source);
    }

    [Fact]
    public void Segment_UnionOfDisjointNodes_IsTheSum()
    {
        foreach (string? hash in new[] { SampleProfiles.Hash, null })
        {
            ModelTimes times = _predictor.For(SampleProfiles.Model(), hash);
            for (int a = 1; a < 16; a++)
            {
                for (int b = 1; b < 16; b++)
                {
                    if ((a & b) == 0)
                        Assert.Equal((times.Sum(Of(a)) + times.Sum(Of(b))).Seconds, times.Sum(Of(a | b)).Seconds, 12);
                }
            }
        }
    }

    [Fact]
    public void For_AnotherModel_IsFittedWhereTheOpIsKnownAndModelledElsewhere()
    {
        ModelTimes times = _predictor.For(SampleProfiles.Model());
        Assert.Equal((1e-3 * (0.01 + (2e-3 * 32)), TimeSource.Fitted), (Math.Round(times.Node(0).Seconds, 12), times.Node(0).Source));
        Assert.Equal(TimeSource.Modelled, times.Node(3).Source);
        Assert.Equal(TimeSource.Modelled, times.Whole.Source);
        Assert.Equal(TimeSource.Fitted, times.Segment([0, 1]).Source);
        Model renamed = SampleProfiles.Model();
        renamed = renamed with { Graph = renamed.Graph with { Nodes = [.. renamed.Graph.Nodes.Select(n => n.OpType == "MatMul" ? n with { Domain = "com.example" } : n)] } };
        Assert.Equal(new TimeEstimate(0, TimeSource.Modelled), _predictor.For(renamed).Node(0));
    }

    [Fact]
    public void For_DeviceConstants_IsModelledFromTheClock()
    {
        ModelTimes times = new TimePredictor(new DeviceProfile { CyclesPerMac = 5, ClockHz = 1e6 }).For(SampleProfiles.Model(), SampleProfiles.Hash);
        Assert.Equal(new TimeEstimate(5 * 32 / 1e6, TimeSource.Modelled), times.Segment([0, 1]));
    }

    [Fact]
    public void For_MeasuredWithOtherSizes_IsNotTakenAsMeasured()
    {
        MachineProfile profile = SampleProfiles.Profile();
        var predictor = new TimePredictor(profile with { Models = [profile.Models[0] with { Dims = new Dictionary<string, long> { ["n"] = 8 } }] });
        Assert.NotEqual(TimeSource.Measured, predictor.For(SampleProfiles.Model(), SampleProfiles.Hash).Whole.Source);
        Assert.Equal(TimeSource.Measured, predictor.For(SampleProfiles.Model(), SampleProfiles.Hash, new Dictionary<string, long> { ["n"] = 8, ["m"] = 1 }).Whole.Source);
    }

    [Fact]
    public void For_ProfileWithOtherNodes_IsRefused()
    {
        MachineProfile profile = SampleProfiles.Profile();
        var predictor = new TimePredictor(profile with { Models = [profile.Models[0] with { Nodes = [.. profile.Models[0].Nodes.Select(n => n with { Op = "Conv" })] }] });
        Assert.Equal("profile-foreign", Assert.Single(Assert.Throws<InputException>(() => predictor.For(SampleProfiles.Model(), SampleProfiles.Hash)).Problems).Code);
    }

    [Fact]
    public void For_ConstantMadeAtEachRun_CountsWithItsReader()
    {
        Model model = SampleProfiles.Model();
        Graph graph = model.Graph with { Nodes = [new Node("Neg", ["w"], ["negative"]), model.Graph.Nodes[0] with { Inputs = ["x", "negative"] }, .. model.Graph.Nodes.Skip(1)] };
        MachineProfile profile = SampleProfiles.Profile();
        ModelProfile net = profile.Models[0] with { Nodes = [new(0, "neg", "Neg", "Neg", 0.03, 0, 256), .. profile.Models[0].Nodes.Select(n => n with { Index = n.Index + 1 })], Segments = [] };
        ModelTimes times = new TimePredictor(profile with { Models = [net] }).For(model with { Graph = graph }, SampleProfiles.Hash);
        Assert.Equal(0.1e-3 + 0.03e-3, times.Node(1).Seconds, 9);
        Assert.Equal(0.23e-3, times.Sum([1, 2, 3, 4]).Seconds, 9);
    }

    [Fact]
    public void Of_ProfileOfTheModel_JudgesEachWay()
    {
        MachineProfile profile = SampleProfiles.Profile();
        PredictionError[] errors = [.. ErrorReport.Of(SampleProfiles.Model(), profile.Models[0], profile)];
        Assert.Equal(["composed", "fitted", "modelled"], errors.Select(e => e.Method));
        Assert.Equal((0.15 - 0.11) / 0.15, errors[0].Median, 9);
        Assert.Equal(Math.Abs(0.15 - 0.074) / 0.15, errors[1].P90, 9);
        MachineProfile two = profile with { Models = [profile.Models[0], profile.Models[0] with { Sha256 = new string('b', 64) }] };
        Assert.Contains("fitted_elsewhere", ErrorReport.Of(SampleProfiles.Model(), profile.Models[0], two).Select(e => e.Method));
    }

    private static IEnumerable<int> Of(int mask) => Enumerable.Range(0, 4).Where(i => (mask & (1 << i)) != 0);
}
