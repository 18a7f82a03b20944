namespace Fulcrum.Planning.Profiles;

/// <summary>What is known of the server. Defaults: QPART, Table II.</summary>
public sealed record ServerProfile
{
    /// <summary>Clock cycles per multiply-accumulate, g_s. Default 5/4.</summary>
    public double CyclesPerMac { get; init; } = 1.25;

    /// <summary>Clock rate f_s in Hz. Default 3 GHz.</summary>
    public double ClockHz { get; init; } = 3e9;

    /// <summary>Price zeta in USD per second of computing. QPART prints no value; default 2.95e-5, a 1,769 MB serverless function.</summary>
    public double PricePerSecond { get; init; } = 2.95e-5;
}
