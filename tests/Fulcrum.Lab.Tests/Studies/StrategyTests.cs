using Fulcrum.Lab.Studies;
using Fulcrum.Planning.Tiers;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Lab.Tests.Studies;

public sealed class StrategyTests
{
    private static StudyDesign Small => MadeStudy.Small;

    [Fact]
    public void Of_ModelsOperatorsPlacementsModes_AreAllThereOnceWithKeysOfTheirOwn()
    {
        StudyDesign design = Small with { Models = [.. Small.Models, new StudyModel("n", "n.onnx", "digits")], Modes = [StudyMode.Fulcrum, StudyMode.AsPublished], Placements = [.. Small.Placements, new StudyPlacement(["near", "far"])] };
        IReadOnlyList<Strategy> all = Strategy.Of(design);
        // 2 models x 3 operators x 3 placements x 2 modes, and a control of each model and mode.
        Assert.Equal(40, all.Count);
        Assert.Equal(40, all.Select(s => s.Key).Distinct().Count());
        Assert.All(all, s => Assert.Matches("^[A-Za-z0-9+_.-]+$", s.Key));
    }

    [Fact]
    public void Of_WithControl_PutsItBehindTheFirstOfEachModelAndMode()
    {
        IReadOnlyList<Strategy> all = Strategy.Of(Small with { Modes = [StudyMode.Fulcrum, StudyMode.AsPublished] });
        Strategy[] controls = [.. all.Where(s => s.IsControl)];
        Assert.Equal([StudyMode.Fulcrum, StudyMode.AsPublished], controls.Select(s => s.Mode));
        Assert.All(controls, c => Assert.Equal("A (again)", c.OperatorName));
        Strategy first = all[0];
        Assert.Equal(first with { IsControl = true }, all[1]);
        Assert.Equal((first.PlanKey, first.ArtefactKey, first.Composition), (all[1].PlanKey, all[1].ArtefactKey, all[1].Composition));
        Assert.NotEqual(first.Key, all[1].Key);
        Assert.DoesNotContain(Strategy.Of(Small with { Control = false }), s => s.IsControl);
    }

    [Fact]
    public void Of_ModelWithoutTheFirstOperator_IsControlledByItsOwnFirst()
    {
        StudyDesign design = Small with { Models = [Small.Models[0] with { Operators = ["B", "C"] }] };
        Assert.Equal("B (again)", Assert.Single(Strategy.Of(design), s => s.IsControl).OperatorName);
    }

    [Fact]
    public void Of_RestrictedOperators_LeavesTheOthersOut()
    {
        StudyDesign design = Small with
        {
            Control = false, Models = [Small.Models[0] with { Operators = ["A", "B"] }], Placements = [new StudyPlacement(["near"]), new StudyPlacement(["mid"]) { Operators = ["B", "C"] }],
        };
        Assert.Equal(["A near", "B near", "B mid"], Strategy.Of(design).Select(s => $"{s.OperatorName} {s.Placement.Name}"));
    }

    [Fact]
    public void Of_Sweep_IsEveryCombinationOfRates()
    {
        var rates = new Dictionary<string, IReadOnlyList<double>> { ["near-mid"] = [1e6, 200e6], ["mid-far"] = [1e6, 10e6, 100e6] };
        StudyDesign design = Small with { Conditions = StudyConditions.Of(MadeStudy.Tiers, rates), Control = true };
        Assert.Equal(["1-1", "1-10", "1-100", "200-1", "200-10", "200-100"], design.Conditions.Select(c => c.Name));
        IReadOnlyList<Strategy> all = Strategy.Of(design);
        Assert.Equal((6 * 6) + 1, all.Count);
        Assert.Equal(all.Count, all.Select(s => s.Key).Distinct().Count());
        // The rate down keeps its ratio; links that are not swept keep their rate.
        Assert.Equal(0.5e6, design.Conditions[0].System.Links[0].DownBitsPerSecond);
        Assert.Equal([200e6, 200e6], StudyConditions.Of(MadeStudy.Tiers, new Dictionary<string, IReadOnlyList<double>> { ["mid-far"] = [1e6, 2e6] }).Select(c => c.System.Links[0].UpBitsPerSecond));
    }

    [Fact]
    public void CodingOf_FollowsEachLinkAndTheMode()
    {
        Strategy Of(string placement, StudyMode mode = StudyMode.Fulcrum) => new(Small.Models[0], Small.Operators[0], new StudyPlacement(placement.Split('+')), mode, Small.Conditions[0]);
        Assert.Equal([PlanCoding.Plain, PlanCoding.Compressed], [Of("far").CodingOf(0), Of("far").CodingOf(1)]);
        Assert.Equal(PlanCoding.Base64, Of("far", StudyMode.AsPublished).CodingOf(0));
        Assert.Equal(["m-A-near-fulcrum", "m-A-near+mid-fulcrum-Plain", "m-A-far-fulcrum-Plain-Compressed", "m-A-far-as-published-Base64-Base64"],
            [Of("near").PlanKey, Of("near+mid").PlanKey, Of("far").PlanKey, Of("far", StudyMode.AsPublished).PlanKey]);
    }

    [Theory]
    [InlineData("m-prune_ratio_0.5_-far-fulcrum-Plain-Compressed", true)]
    [InlineData("m-prune_ratio_0.5_-far-fulcrum", true)]
    [InlineData("m-prune_ratio_0.5_-far-fulcrum-Plain-2", false)]
    [InlineData("m-prune_ratio_0.5_-far-fulcrum+-Plain", false)]
    [InlineData("m-prune_ratio_0_5_-far-fulcrum-Plain", false)]
    public void IsPlanOf_FolderOfTheStrategy_HoweverLinksAreCoded(string folder, bool isIt) =>
        Assert.Equal(isIt, Strategy.IsPlanOf(Strategy.PlanName("m", "prune(ratio=0.5)", "far", "fulcrum"), folder));

    [Theory]
    [InlineData(90, 1, null, true)]
    [InlineData(110, 1, null, false)]
    [InlineData(90, 1, 2.0, true)]
    [InlineData(90, 1, 0.5, false)]
    [InlineData(40, 1, 0.5, true)]
    [InlineData(6, 20, null, false)]
    [InlineData(4, 20, null, true)]
    [InlineData(4, 20, 0.5, false)]
    public void IsSlow_FollowsHowSlowTheSenderPacks(double megabits, int slowdown, double? cores, bool packs)
    {
        Tier sender = MadeStudy.Tiers.Tiers[0] with { Slowdown = slowdown, Cores = cores };
        var system = new TierSystem([sender, .. MadeStudy.Tiers.Tiers.Skip(1)], [MadeStudy.Tiers.Links[0] with { UpBitsPerSecond = 1e6 * megabits }, MadeStudy.Tiers.Links[1]]);
        Assert.Equal(packs, new StudyConditions("", system).IsSlow(0));
    }

    [Fact]
    public void ArtefactKey_IsSharedBySingleTiersAndByEqualCuts()
    {
        Strategy Of(string placement, string? partition = null) => new(Small.Models[0], Small.Operators[1], new StudyPlacement(placement.Split('+')) { Partition = partition }, StudyMode.Fulcrum, Small.Conditions[0]);
        Assert.Equal(Of("near").ArtefactKey, Of("far").ArtefactKey);
        Assert.Equal(Of("near+mid").ArtefactKey, Of("mid+far").ArtefactKey);
        Assert.Equal(4, new[] { Of("near"), Of("near+mid"), Of("near+mid+far"), Of("near+mid", "partition(at=x)") }.Select(s => s.ArtefactKey).Distinct().Count());
        Assert.Equal(("sptq", "sptq | partition(parts=2)", "sptq | partition(at=x)"), (Of("far").Composition, Of("near+mid").Composition, Of("near+mid", "partition(at=x)").Composition));
    }
}
