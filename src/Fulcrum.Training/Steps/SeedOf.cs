namespace Fulcrum.Training.Steps;

/// <summary>Seeds derived from the run's. System.HashCode is randomised per process; these must not be.</summary>
internal static class SeedOf
{
    /// <summary>The seed of an epoch's sample order.</summary>
    public static int Epoch(int seed, int epoch) => unchecked((seed * 1_000_003) ^ (epoch * 7919));

    /// <summary>The seed of a step's augmentation.</summary>
    public static int Step(int seed, int step) => unchecked((seed * 1_000_033) ^ (step * 104_729));
}
