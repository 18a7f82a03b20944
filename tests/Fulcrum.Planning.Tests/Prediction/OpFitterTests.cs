using Fulcrum.Planning.Prediction;
using Fulcrum.Planning.Profiles;
using Fulcrum.Planning.Tests.Profiles;

namespace Fulcrum.Planning.Tests.Prediction;

public sealed class OpFitterTests
{
    [Fact]
    public void Fit_TimesThatFollowTheFormula_FindsIt()
    {
        var random = new Random(1);
        NodeProfile[] nodes = [.. Enumerable.Range(0, 20).Select(i => (Macs: random.NextInt64(1, 5_000_000), Bytes: random.NextInt64(1, 900_000))).Select((n, i) => new NodeProfile(i, $"{i}", "Conv", "Conv", 0.004 + (2e-7 * n.Macs) + (3e-8 * n.Bytes), n.Macs, n.Bytes))];
        OpFit fit = Assert.Single(OpFitter.Fit([Of(nodes)]));
        Assert.Equal((0.004, 0.2, 0.03), (Math.Round(fit.OverheadMs, 9), Math.Round(fit.NsPerMac, 9), Math.Round(fit.NsPerByte, 9)));
    }

    [Fact]
    public void Fit_TimesThatFallWithWork_HasNoNegativePart()
    {
        OpFit fit = Assert.Single(OpFitter.Fit([Of([.. Enumerable.Range(1, 5).Select(i => new NodeProfile(i, $"{i}", "Conv", "Conv", 10 - i, i * 1000, 8))])]));
        Assert.True(fit is { OverheadMs: >= 0, NsPerMac: >= 0, NsPerByte: >= 0 });
        Assert.Equal(7, fit.OverheadMs + (fit.NsPerByte * 8e-6), 6);
    }

    [Fact]
    public void Fit_OneNode_TakesTimeInProportionToItsWork()
    {
        OpFit fit = Assert.Single(OpFitter.Fit([Of([new NodeProfile(0, "c", "Conv", "Conv", 2, 1000, 64)])]));
        Assert.Equal((0, 2000, 0), (fit.OverheadMs, Math.Round(fit.NsPerMac, 6), fit.NsPerByte));
    }

    [Fact]
    public void Fit_ProfileSlowerThanTheWhole_ShrinksToIt()
    {
        ModelProfile model = Of([new NodeProfile(0, "c", "Conv", "Conv", 2, 1000, null)]);
        Assert.Equal(1000, Assert.Single(OpFitter.Fit([model with { Whole = model.Whole with { MedianMs = 1 } }])).NsPerMac, 6);
    }

    [Fact]
    public void Fit_TwoPrecisions_KeepsThemApart()
    {
        ModelProfile model = Of([new NodeProfile(0, "c", "Conv", "Conv", 2, 1000, null)]);
        Assert.Equal([("fp32", 1), ("int8", 1)], OpFitter.Fit([model with { Precision = Precision.Int8 }, model]).Select(f => (f.Precision, f.Nodes)));
    }

    [Fact]
    public void Fit_ModelFromABusyMachine_IsLeftOutWhereThereIsAnother()
    {
        ModelProfile quiet = Of([new NodeProfile(0, "c", "Conv", "Conv", 2, 1000, null)]), busy = Of([new NodeProfile(0, "c", "Conv", "Conv", 200, 1000, null)]) with { Control = new ControlRatio(1, 0.1, 1.01) };
        Assert.Equal(2000, Assert.Single(OpFitter.Fit([quiet, busy])).NsPerMac, 6);
        Assert.Equal(200_000, Assert.Single(OpFitter.Fit([busy])).NsPerMac, 6);
    }

    private static ModelProfile Of(NodeProfile[] nodes) => SampleProfiles.Net() with { Nodes = nodes, Whole = SampleProfiles.Net().Whole with { MedianMs = nodes.Sum(n => n.Ms) } };
}
