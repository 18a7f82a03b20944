namespace Fulcrum.Lab.Leakage;

/// <summary>How leakage is measured.</summary>
public sealed record LeakageOptions
{
    /// <summary>The most cuts, spread evenly along the depth. Default 8.</summary>
    public int Cuts { get; init; } = 8;

    /// <summary>Calibration samples for distance correlation; time grows with the square. Default 256.</summary>
    public int Samples { get; init; } = 256;

    /// <summary>Whether to train an attacker for each cut. Default yes.</summary>
    public bool Attack { get; init; } = true;

    /// <summary>Training samples that the attacker has seen with what crosses. Default 4,000.</summary>
    public int AttackSamples { get; init; } = 4000;

    /// <summary>Passes of the attacker over them. Default 6.</summary>
    public int AttackEpochs { get; init; } = 6;

    /// <summary>Test samples that the attacker is judged on. Default 256.</summary>
    public int JudgedSamples { get; init; } = 256;

    /// <summary>Seed of the attacker's weights and order. Default 1.</summary>
    public int Seed { get; init; } = 1;
}
