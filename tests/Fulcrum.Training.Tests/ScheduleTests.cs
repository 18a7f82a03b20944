namespace Fulcrum.Training.Tests;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(Schedule.Constant, 0, 0.2)]
    [InlineData(Schedule.Constant, 99, 0.2)]
    [InlineData(Schedule.Cosine, 0, 0.2)]
    [InlineData(Schedule.Cosine, 25, 0.170710678)]
    [InlineData(Schedule.Cosine, 50, 0.1)]
    [InlineData(Schedule.Cosine, 99, 0.0000493)]
    [InlineData(Schedule.Linear, 0, 0.2)]
    [InlineData(Schedule.Linear, 25, 0.15)]
    [InlineData(Schedule.Linear, 99, 0.002)]
    [InlineData(Schedule.Step, 49, 0.2)]
    [InlineData(Schedule.Step, 50, 0.02)]
    [InlineData(Schedule.Step, 74, 0.02)]
    [InlineData(Schedule.Step, 75, 0.002)]
    public void At_StepOfAHundred_IsTheSchedulesRate(Schedule schedule, int step, double rate) =>
        Assert.Equal(rate, LearningRates.At(new TrainingOptions { LearningRate = 0.2, Schedule = schedule }, step, 100), 1e-7);

    [Theory]
    [InlineData(0, 0.2 / 21)]
    [InlineData(9, 0.2 * 10 / 21)]
    [InlineData(19, 0.2 * 20 / 21)]
    [InlineData(20, 0.2)]
    [InlineData(60, 0.1)]
    public void At_WithAFifthOfWarmUp_RisesAndThenFollowsTheScheduleOverTheRest(int step, double rate) =>
        Assert.Equal(rate, LearningRates.At(new TrainingOptions { LearningRate = 0.2, Schedule = Schedule.Linear, WarmUp = 0.2 }, step, 100), 1e-9);

    [Theory]
    [InlineData(Schedule.Constant)]
    [InlineData(Schedule.Cosine)]
    [InlineData(Schedule.Linear)]
    [InlineData(Schedule.Step)]
    public void At_EveryStepOfShortRuns_IsPositive(Schedule schedule)
    {
        for (int total = 1; total < 12; total++)
        {
            for (int step = 0; step < total; step++)
                Assert.InRange(LearningRates.At(new TrainingOptions { Schedule = schedule, WarmUp = 0.3 }, step, total), 1e-4, 0.1);
        }
    }
}
