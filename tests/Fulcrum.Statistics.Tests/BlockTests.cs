using System.Text.Json;
using Fulcrum.Statistics.Comparing;
using Fulcrum.Statistics.Distributions;
using Fulcrum.Statistics.Effects;

namespace Fulcrum.Statistics.Tests;

/// <summary>Ratios over blocks: SciPy's paired t-test on 60 sets of Oracle/make_blocks.py, and what they are for.</summary>
public sealed class BlockTests
{
    private static readonly JsonElement Oracle = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Oracle", "blocks.json"))).RootElement;

    [Fact]
    public void Of_EqualsSciPysPairedTest()
    {
        JsonElement[] sets = [.. Oracle.GetProperty("sets").EnumerateArray()];
        Assert.Equal(60, sets.Length);
        foreach (JsonElement set in sets)
        {
            BlockedRatio ours = BlockedRatio.Of(Numbers(set, "a"), Numbers(set, "b"))!;
            Near(set.GetProperty("ratio").GetDouble(), ours.Ratio);
            Near(set.GetProperty("low").GetDouble(), ours.Low);
            Near(set.GetProperty("high").GetDouble(), ours.High);
            Near(set.GetProperty("p").GetDouble(), ours.P);
            Assert.Equal(Numbers(set, "a").Length, ours.Blocks);
        }
    }

    [Fact]
    public void Quantile_EqualsSciPy()
    {
        foreach (JsonElement q in Oracle.GetProperty("quantiles").EnumerateArray())
            Near(q.GetProperty("t").GetDouble(), StudentT.Quantile(q.GetProperty("p").GetDouble(), q.GetProperty("freedom").GetDouble()));
    }

    [Fact]
    public void Of_WhereFormulasSayNothing_HasDefinedAnswers()
    {
        Assert.Null(BlockedRatio.Of([1], [2]));
        Assert.Null(BlockedRatio.Of([1, 0], [2, 2]));
        Assert.Equal(new BlockedRatio(1, 1, 1, 1, 3), BlockedRatio.Of([4, 5, 6], [4, 5, 6]));
        Assert.Equal(new BlockedRatio(2, 2, 2, 0, 2), BlockedRatio.Of([4, 8], [2, 4]));
    }

    /// <summary>Two equal strategies whose rounds differ by chance: 50 requests of each round agree with each other, so the ranks are sure of a difference nearly always; rounds find one as often as alpha says.</summary>
    [Fact]
    public void Compare_EqualLevelsInRoundsThatDiffer_FindsNothingOverRounds()
    {
        var random = new Random(5);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        (int byRanks, int overRounds) = (0, 0);
        for (int study = 0; study < 400; study++)
        {
            SampleGroup Level(string name)
            {
                (List<double> values, List<string> rounds) = ([], []);
                for (int round = 0; round < 4; round++)
                {
                    double slow = Math.Exp(0.05 * Normal());
                    values.AddRange(Enumerable.Range(0, 50).Select(_ => slow * Math.Exp(0.01 * Normal())));
                    rounds.AddRange(Enumerable.Repeat($"{round}", 50));
                }

                return new SampleGroup("model", name, values) { Blocks = rounds };
            }

            ComparisonReport report = LatencyComparison.Compare([Level("a"), Level("b")], new ComparisonOptions { Resamples = 10 });
            byRanks += report.Pairs[0].Significant ? 1 : 0;
            overRounds += report.Speedups[0].OverBlocks!.Significant ? 1 : 0;
        }

        Assert.InRange(overRounds, 8, 32);
        Assert.True(byRanks > 200, $"{byRanks} of 400");
    }

    [Fact]
    public void Compare_BlocksOfOneLevelOnly_AreLeftOut()
    {
        SampleGroup a = new("m", "a", [1, 2, 3, 4]) { Blocks = ["1", "1", "2", "3"] }, b = new("m", "b", [2, 4, 6]) { Blocks = ["1", "2", "4"] }, c = new("m", "c", [2, 4, 6]);
        ComparisonReport report = LatencyComparison.Compare([a, b, c], new ComparisonOptions { Resamples = 10 });
        Assert.Equal(2, report.Speedups[0].OverBlocks!.Ratio.Blocks);
        Assert.Equal(Math.Sqrt(1.5 / 2 * 3 / 4), report.Speedups[0].OverBlocks!.Ratio.Ratio, 1e-12);
        Assert.All(report.Speedups.Skip(1), s => Assert.Null(s.OverBlocks));
    }

    private static double[] Numbers(JsonElement set, string name) => [.. set.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static void Near(double expected, double actual) => Assert.True(Math.Abs(expected - actual) <= 1e-9 * Math.Abs(expected), $"{expected:R} against {actual:R}");
}
