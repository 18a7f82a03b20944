using Fulcrum.Evaluation.Timing;

namespace Fulcrum.Evaluation.Tests;

public sealed class TimingTests
{
    [Fact]
    public void Time_SeveralAlternatives_RunsEachOncePerRoundWhateverTheOrder()
    {
        foreach (int? seed in new int?[] { null, 1 })
        {
            var ran = new List<int>();
            var prepared = new List<int>();
            Turn[] turns = [.. Enumerable.Range(0, 4).Select(i => new Turn(() => ran.Add(i), i == 2 ? prepared.Add : null))];
            IReadOnlyList<double[]> times = new TurnTimer(new TurnOptions { LeastRounds = 10, MostRounds = 10, WarmUpRounds = 4, Seconds = 0, ShuffleSeed = seed }).Time(turns);
            Assert.All(times, t => Assert.Equal(10, t.Length));
            int[][] rounds = [.. ran.Chunk(4)];
            Assert.All(rounds, r => Assert.Equal([0, 1, 2, 3], r.Order()));
            Assert.Equal(seed is null, rounds.All(r => r is [0, 1, 2, 3]));
            Assert.Equal(Enumerable.Range(0, rounds.Length), prepared);
            Assert.Equal(11, rounds.Length);
        }
    }

    [Fact]
    public void Time_Cancelled_EndsBetweenRounds()
    {
        using var stop = new CancellationTokenSource();
        int rounds = 0;
        Assert.Throws<OperationCanceledException>(() => new TurnTimer(new TurnOptions(), cancellation: stop.Token).Time(new Turn(() =>
        {
            if (++rounds == 3)
                stop.Cancel();
        })));
        Assert.Equal(3, rounds);
    }

    [Fact]
    public void Of_TwiceTheTimesInEachRound_IsTwoWithAnIntervalOfNoWidth()
    {
        double[] below = [.. Enumerable.Range(1, 99).Select(i => (double)i)];
        TimeRatio ratio = TimeRatio.Of([.. below.Select(b => 2 * b)], below, 1);
        Assert.Equal(new TimeRatio(2, 2, 2), ratio);
        TimeRatio noisy = TimeRatio.Of([.. below.Reverse()], below, 1);
        Assert.True(noisy is { Value: 1, Low: < 0.95, High: > 1.05 });
    }
}
