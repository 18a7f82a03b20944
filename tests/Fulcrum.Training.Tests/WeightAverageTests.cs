using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Training.Tests;

public sealed class WeightAverageTests
{
    // One batch holds all samples: an epoch is a step, and runs of fewer epochs are the beginnings of longer ones.
    private static readonly DatasetSplit Data = TrainingNets.Rows(8);
    private static readonly TrainingOptions Options = TrainingNets.Options with { Schedule = Schedule.Constant, Seed = 4 };

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.999)]
    public void Train_WithMovingAverage_GivesTheAverageOfTheStepsBefore(double ema)
    {
        const int Steps = 6;
        Model start = TrainingNets.Convolutional();
        Model averaged = TrainingNets.Train(start, Data, Options with { Epochs = Steps, Ema = ema }).Model;
        Model[] path = [start, .. Enumerable.Range(1, Steps).Select(n => TrainingNets.Train(start, Data, Options with { Epochs = n }).Model)];
        foreach (string name in (string[])["conv", "scale", "mean", "variance", "w", "bias"])
        {
            double[] expected = [.. TrainingNets.Values(start, name).Select(v => (double)v)];
            for (int step = 1; step <= Steps; step++)
            {
                double keep = Math.Min(ema, (1.0 + step) / (10.0 + step));
                expected = [.. expected.Zip(TrainingNets.Values(path[step], name), (a, w) => (keep * a) + ((1 - keep) * w))];
            }

            float[] values = TrainingNets.Values(averaged, name);
            Assert.NotEqual(TrainingNets.Values(path[^1], name), values);
            Assert.All(expected.Zip(values), p => Assert.Equal(p.First, p.Second, 1e-5 * Math.Max(1, Math.Abs(p.First))));
        }
    }

    [Fact]
    public void Train_PrunedWeights_StayZeroInTheAverage()
    {
        Model start = TrainingNets.Convolutional();
        float[] pruned = TrainingNets.Values(start, "w");
        for (int i = 0; i < pruned.Length; i += 2)
            pruned[i] = 0;
        float[] values = TrainingNets.Values(TrainingNets.Train(TrainingNets.With(start, "w", pruned), Data, Options with { Ema = 0.9 }).Model, "w");
        Assert.All(values.Where((_, i) => i % 2 == 0), v => Assert.Equal(0, v));
        Assert.Contains(values, v => v != 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Validate_NoShare_IsRefused(double ema) =>
        Assert.Equal("--ema", Assert.Single(Assert.Throws<InputException>((Options with { Ema = ema }).Validate).Problems).Place);
}
