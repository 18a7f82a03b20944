using Fulcrum.Evaluation.Calibration;
using Fulcrum.Problems;

namespace Fulcrum.Evaluation.Tests;

public sealed class ChannelStatisticsTests
{
    public static TheoryData<string, int> Laws
    {
        get
        {
            var laws = new TheoryData<string, int>();
            foreach (string law in new[] { "normal", "relu", "laplace", "negative", "lopsided", "outlier", "uniform" })
            {
                foreach (int bits in new[] { 2, 3, 4, 8 })
                    laws.Add(law, bits);
            }

            return laws;
        }
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Ranges_AnyLaw_HasAtMostTwoPercentMoreErrorThanTheBestOfAFineSearch(string law, int bits)
    {
        float[] values = Values(law, 4000, 1);
        (float[] minima, float[] maxima) = Seen(1, 1, values).Ranges(bits);
        Assert.True(minima[0] <= 0 && maxima[0] >= 0);
        int codes = (1 << bits) - 1;
        double step = ((double)maxima[0] - minima[0]) / codes, here = SquareError(values, step, (int)Math.Round(-minima[0] / step), codes), least = double.MaxValue;
        double widest = ((double)Math.Max(0, values.Max()) - Math.Min(0, values.Min())) / (codes - 1);
        int[] zeros = values.Min() >= 0 ? [0] : values.Max() <= 0 ? [codes] : bits < 8 ? [.. Enumerable.Range(0, codes + 1)] : [.. Enumerable.Range(-6, 13).Select(d => (int)Math.Round(-minima[0] / step) + d).Where(z => z >= 0 && z <= codes)];
        for (int i = bits < 8 ? 5 : 100; i <= 200; i += bits < 8 ? 1 : 2)
        {
            foreach (int zero in zeros)
                least = Math.Min(least, SquareError(values, widest * i / 200, zero, codes));
        }

        Assert.InRange(here / least, 0, 1.02);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Ranges_SeveralChannels_AreThoseOfEachAlone(int inner)
    {
        string[] laws = ["normal", "relu", "outlier"];
        float[][] channels = [.. laws.Select((l, i) => Values(l, 600, i))];
        float[] samples = [.. Enumerable.Range(0, 600 * 3).Select(i => channels[i / inner % 3][(i / inner / 3 * inner) + (i % inner)])];
        var whole = new ChannelStatistics(3, inner);
        foreach (float[] part in samples.Chunk(3 * inner * 10))
            whole.Observe(part);
        for (int c = 0; c < 3; c++)
        {
            var alone = new ChannelStatistics(1, inner);
            foreach (float[] part in channels[c].Chunk(inner))
                alone.Observe(part);
            Assert.Equal((alone.Ranges(4).Minima[0], alone.Ranges(4).Maxima[0]), (whole.Ranges(4).Minima[c], whole.Ranges(4).Maxima[c]));
        }
    }

    [Fact]
    public void Ranges_OutlierAtFourBits_IsClippedOnItsSideOnly()
    {
        (float[] minima, float[] maxima) = Seen(1, 1, [.. Values("normal", 100_000, 2), 100]).Ranges(4);
        Assert.InRange(maxima[0], 2, 20);
        Assert.InRange(minima[0], -20, -1);
    }

    [Fact]
    public void Ranges_ConstantZeroAndUnseenChannels_AreExact()
    {
        var statistics = new ChannelStatistics(4, 2);
        Assert.All(statistics.Ranges(8).Minima.Concat(statistics.Ranges(8).Maxima), v => Assert.Equal(0, v));
        statistics.Observe([0, 0, 3, 3, -2, -2, 0, 5]);
        (float[] minima, float[] maxima) = statistics.Ranges(2);
        Assert.Equal([0, 0, -2, 0], minima);
        Assert.Equal([0f, 3f, 0f], maxima[..3]);
        Assert.Equal(5, maxima[3], 0.02);
    }

    [Fact]
    public void Observe_ValuesThatGrowAndShrink_FindTheRangeOfAll()
    {
        float[] values = Values("relu", 20_000, 4);
        float[] sorted = [.. values.Order()];
        (float expected, float growing) = (Seen(1, 1, values).Ranges(4).Maxima[0], 0);
        var statistics = new ChannelStatistics(1, 1);
        foreach (float[] part in sorted.Chunk(100))
            statistics.Observe(part);
        growing = statistics.Ranges(4).Maxima[0];
        Assert.Equal(expected, growing, expected * 0.03);
    }

    [Fact]
    public void Observe_TinyThenHugeValues_GoesOn()
    {
        (float[] minima, float[] maxima) = Seen(1, 1, [1e-45f, -1e-40f, 1e30f, float.MaxValue, float.MinValue, 1]).Ranges(8);
        Assert.True(float.IsFinite(minima[0]) && float.IsFinite(maxima[0]) && minima[0] < -1e38f && maxima[0] > 1e38f);
        (minima, maxima) = Seen(1, 1, [1e-45f, 0]).Ranges(8);
        Assert.True(minima[0] == 0 && maxima[0] >= 0);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Observe_ValueThatIsNoNumber_IsRefusedAndNothingCounted(float value)
    {
        ChannelStatistics statistics = new(2, 1);
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => statistics.Observe([7, 1, 2, value])).Problems);
        Assert.Equal(("calibration-not-finite", "value 3"), (problem.Code, problem.Place));
        Assert.Equal(0, statistics.Ranges(8).Maxima[0]);
    }

    [Fact]
    public void Observe_PartOfASample_IsRefused() => Assert.Throws<ArgumentException>(() => new ChannelStatistics(2, 3).Observe(new float[9]));

    private static ChannelStatistics Seen(int channels, int inner, float[] values)
    {
        var statistics = new ChannelStatistics(channels, inner);
        statistics.Observe(values);
        return statistics;
    }

    private static double SquareError(float[] values, double step, int zero, int codes)
    {
        double error = 0;
        foreach (float value in values)
        {
            double rounded = step * (Math.Clamp(Math.Round(value / step) + zero, 0, codes) - zero);
            error += (value - rounded) * (value - rounded);
        }

        return error;
    }

    private static float[] Values(string law, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => (float)(law switch
        {
            "normal" => Normal(),
            "relu" => Math.Max(0, Normal() + 0.2),
            "laplace" => Math.Log(1 - random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1),
            "negative" => -Math.Exp(Normal()),
            "lopsided" => Math.Abs(Normal()) * (random.Next(20) == 0 ? -0.3 : 1),
            "outlier" => i == 17 ? 40 : Normal(),
            _ => random.NextDouble() - 0.25,
        }))];

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
