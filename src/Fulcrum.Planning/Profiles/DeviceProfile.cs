namespace Fulcrum.Planning.Profiles;

/// <summary>What is known of a device. Defaults: QPART, Table II.</summary>
public sealed record DeviceProfile
{
    /// <summary>Clock cycles per multiply-accumulate, g_d. Default 5.</summary>
    public double CyclesPerMac { get; init; } = 5;

    /// <summary>Clock rate f_d in Hz. Default 200 MHz.</summary>
    public double ClockHz { get; init; } = 200e6;

    /// <summary>Energy efficiency kappa in J·s²: a cycle costs kappa f². QPART prints no value; default 1e-27.</summary>
    public double Kappa { get; init; } = 1e-27;

    /// <summary>Transmit power P in W. Default 1.</summary>
    public double TransmitWatts { get; init; } = 1;

    /// <summary>Memory for weights in bytes, M_d. Default unlimited.</summary>
    public double MemoryBytes { get; init; } = double.PositiveInfinity;
}
