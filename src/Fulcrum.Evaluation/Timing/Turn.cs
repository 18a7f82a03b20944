namespace Fulcrum.Evaluation.Timing;

/// <summary>One of several alternatives that are timed in turns.</summary>
/// <param name="Run">What is timed.</param>
/// <param name="Prepare">Makes the input of a round ready, counted from 0 with the rounds that only warm up; not timed.</param>
public sealed record Turn(Action Run, Action<int>? Prepare = null);

/// <summary>How long alternatives are timed.</summary>
public sealed record TurnOptions
{
    /// <summary>Rounds that count, whatever the time. Default 31.</summary>
    public int LeastRounds { get; init; } = 31;

    /// <summary>Rounds that count at most. Default 2001.</summary>
    public int MostRounds { get; init; } = 2001;

    /// <summary>Seconds after which no round begins that need not. Default 2.</summary>
    public double Seconds { get; init; } = 2;

    /// <summary>Rounds before, which do not count; a quarter of them where they take more than a tenth of <see cref="Seconds"/>. Default 20.</summary>
    public int WarmUpRounds { get; init; } = 20;

    /// <summary>Seed of the order within a round, drawn anew for each; null keeps the order given. Default null.</summary>
    public int? ShuffleSeed { get; init; }

    /// <summary>What progress calls it.</summary>
    public string Stage { get; init; } = "Timing";
}
