namespace Fulcrum.Planning.Profiles;

/// <summary>What a second, a joule and a dollar weigh against each other in QPART (17). Defaults: Table II.</summary>
public sealed record ObjectiveWeights
{
    /// <summary>Weight of time, per second. Default 1.</summary>
    public double Omega { get; init; } = 1;

    /// <summary>Weight of device energy, per joule. Default 1.</summary>
    public double Tau { get; init; } = 1;

    /// <summary>Weight of server cost, per USD. Default 1.</summary>
    public double Eta { get; init; } = 1;
}
