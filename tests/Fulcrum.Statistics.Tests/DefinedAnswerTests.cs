using Fulcrum.Problems;
using Fulcrum.Statistics.Comparing;
using Fulcrum.Statistics.Effects;
using Fulcrum.Statistics.Hypotheses;

namespace Fulcrum.Statistics.Tests;

/// <summary>Corner cases have the answers that docs/statistics.md gives.</summary>
public sealed class DefinedAnswerTests
{
    private static readonly double[] Same = [2, 2, 2];

    [Fact]
    public void Tests_AllValuesEqual_SayNothingDiffers()
    {
        Assert.Equal(new KruskalWallis(0, 1, 1), KruskalWallis.Test([Same, Same]));
        Assert.Equal([new Conover(0, 1, 0, 1)], Conover.Test([Same, Same]));
        Assert.Equal(new ShapiroWilk(1, 1), ShapiroWilk.Test(Same));
        Assert.Equal(new SignedRank(0, 1, 0, false), SignedRank.Test(Same, Same));
        CliffsDelta delta = CliffsDelta.Between(Same, Same);
        Assert.Equal(0, delta.Value);
        Assert.True(delta.Low < -0.3 && delta.High > 0.3, "nine pairs tell little");
    }

    [Theory]
    [InlineData(0.1469, EffectLabel.N)]
    [InlineData(-0.147, EffectLabel.S)]
    [InlineData(0.3299, EffectLabel.S)]
    [InlineData(0.33, EffectLabel.M)]
    [InlineData(0.4739, EffectLabel.M)]
    [InlineData(-0.474, EffectLabel.L)]
    public void Label_AtItsThresholds_IsTheLargerEffect(double delta, EffectLabel label) => Assert.Equal(label, new CliffsDelta(delta, -1, 1).Label);

    [Fact]
    public void Conover_ConstantGroupsThatDiffer_IsCertain() => Assert.Equal(0, Conover.Test([Same, [3, 3]])[0].P);

    [Fact]
    public void Tests_GroupsOfOne_TellNothing()
    {
        Assert.Equal(1, Conover.Test([[1], [2], [3]])[0].P);
        Assert.Equal(new CliffsDelta(-1, -1, 1), CliffsDelta.Between([1], [2]));
    }

    [Fact]
    public void Tests_EmptyOrNotFiniteOrTooFew_AreRefused()
    {
        Assert.Equal("sample-too-small", Code(() => KruskalWallis.Test([[1], []])));
        Assert.Equal("groups-too-few", Code(() => KruskalWallis.Test([[1, 2]])));
        Assert.Equal("sample-not-finite", Code(() => Conover.Test([[1, double.NaN], [2]])));
        Assert.Equal("sample-too-small", Code(() => CliffsDelta.Between([], [1])));
        Assert.Equal("sample-too-small", Code(() => ShapiroWilk.Test([1, 2])));
        Assert.Equal("sample-too-large", Code(() => ShapiroWilk.Test([.. Enumerable.Range(0, 5001).Select(i => (double)i)])));
        Assert.Equal("pairs-unequal", Code(() => SignedRank.Test([1, 2], [1])));
        Assert.Equal("sample-too-small", Code(() => Bootstrap.Medians([], 10, 1)));
    }

    [Fact]
    public void Compare_BadGroups_AreRefused()
    {
        Assert.Equal("group-one-level", Code(() => Compare(false, new SampleGroup("m", "a", [1, 2]))));
        Assert.Equal("group-level-twice", Code(() => Compare(false, new SampleGroup("m", "a", [1]), new SampleGroup("m", "a", [2]))));
        Assert.Equal("sample-too-small", Code(() => Compare(false, new SampleGroup("m", "a", [1]), new SampleGroup("m", "b", []))));
        Assert.Equal("runs-missing", Code(() => Compare(true, new SampleGroup("m", "a", [1]), new SampleGroup("m", "b", [2]))));
        Assert.Equal("runs-differ", Code(() => Compare(true, new SampleGroup("m", "a", [1], ["0"]), new SampleGroup("m", "b", [2], ["1"]))));
        Assert.Equal("run-twice", Code(() => Compare(true, new SampleGroup("m", "a", [1, 1], ["0", "0"]), new SampleGroup("m", "b", [2, 3], ["0", "1"]))));
        Assert.Equal("alpha-range", Code(() => LatencyComparison.Compare([], new ComparisonOptions { Alpha = 1 })));
    }

    [Fact]
    public void Compare_Pairs_AreMatchedByRunNotByOrder()
    {
        ComparisonReport report = Compare(true, new SampleGroup("m", "a", [1, 2, 3, 4, 5, 6], ["0", "1", "2", "3", "4", "5"]), new SampleGroup("m", "b", [6.6, 5.5, 4.4, 3.3, 2.2, 1.1], ["5", "4", "3", "2", "1", "0"]));
        Assert.Equal(2 / 64.0, report.Pairs[0].P);
        Assert.True(report.Pairs[0].Significant);
        Assert.Empty(report.Gates);
        Assert.Equal("S", report.Pairs[0].Cell("a"));
        Assert.Equal("-S", report.Pairs[0].Cell("b"));
    }

    [Fact]
    public void Compare_MedianOfZero_HasNoSpeedup() => Assert.Null(Compare(false, new SampleGroup("m", "a", [1, 2, 3]), new SampleGroup("m", "b", [0, 0, 1])).Speedups[0].Ratio);

    private static ComparisonReport Compare(bool paired, params SampleGroup[] groups) => LatencyComparison.Compare(groups, new ComparisonOptions { Paired = paired });

    private static string Code(Func<object> act) => Assert.Throws<InputException>(() => act()).Problems[0].Code;
}
