namespace Fulcrum.Planning.Costs;

/// <summary>What one way of serving a request asks of device, link and server.</summary>
/// <param name="DownloadBytes">Z^w: bytes sent to the device, per request (spread over the expected requests already).</param>
/// <param name="UplinkBytes">Z^x: bytes of the cut tensor.</param>
/// <param name="DeviceMacs">O_1.</param>
/// <param name="ServerMacs">O_2.</param>
public readonly record struct Workload(double DownloadBytes, double UplinkBytes, double DeviceMacs, double ServerMacs);
