namespace Fulcrum.Planning.Costs;

/// <summary>Predicted time, energy and cost of one request.</summary>
/// <param name="DownloadSeconds">Weights to the device.</param>
/// <param name="DeviceSeconds">QPART (5).</param>
/// <param name="UplinkSeconds">Cut tensor to the server.</param>
/// <param name="ServerSeconds">QPART (7).</param>
/// <param name="EnergyJoules">QPART (6) + (16), on the device.</param>
/// <param name="CostUsd">QPART (8).</param>
/// <param name="Objective">QPART (17).</param>
public readonly record struct CostBreakdown(
    double DownloadSeconds, double DeviceSeconds, double UplinkSeconds, double ServerSeconds, double EnergyJoules, double CostUsd, double Objective)
{
    /// <summary>All four times together.</summary>
    public double TotalSeconds => DownloadSeconds + DeviceSeconds + UplinkSeconds + ServerSeconds;
}
