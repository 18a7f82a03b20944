namespace Fulcrum.Training;

/// <summary>The learning rate at each step.</summary>
internal static class LearningRates
{
    /// <param name="options">Highest rate, schedule and warm-up.</param>
    /// <param name="done">Steps done before.</param>
    /// <param name="total">Steps of the whole run.</param>
    public static double At(TrainingOptions options, int done, int total)
    {
        double warm = options.WarmUp * total;
        if (done < warm)
            return options.LearningRate * (done + 1) / (warm + 1);
        double share = (done - warm) / Math.Max(1, total - warm);
        return options.LearningRate * options.Schedule switch
        {
            Schedule.Cosine => 0.5 * (1 + Math.Cos(Math.PI * share)),
            Schedule.Linear => 1 - share,
            Schedule.Step => share < 0.5 ? 1 : share < 0.75 ? 0.1 : 0.01,
            _ => 1,
        };
    }
}
