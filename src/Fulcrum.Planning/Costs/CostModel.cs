using Fulcrum.Planning.Profiles;

namespace Fulcrum.Planning.Costs;

/// <summary>
/// QPART's cost model, equations (3)-(8) and (14)-(17), for one device, link and server. As in the paper the way back of the answer is
/// not counted and transmit power is charged in both directions.
/// </summary>
public sealed class CostModel
{
    private readonly double _deviceSecondsPerMac, _deviceJoulesPerMac, _serverSecondsPerMac, _secondsPerByte, _transmitWatts, _price;
    private readonly ObjectiveWeights _weights;

    /// <summary>Folds the profiles into prices per MAC and per byte: xi, delta and epsilon of QPART (24)-(26).</summary>
    public CostModel(DeviceProfile device, LinkProfile link, ServerProfile server, ObjectiveWeights weights)
    {
        _deviceSecondsPerMac = device.CyclesPerMac / device.ClockHz;
        _deviceJoulesPerMac = device.Kappa * device.ClockHz * device.ClockHz * device.CyclesPerMac;
        _serverSecondsPerMac = server.CyclesPerMac / server.ClockHz;
        _secondsPerByte = 8 / link.BitsPerSecond;
        (_transmitWatts, _price, _weights) = (device.TransmitWatts, server.PricePerSecond, weights);
        DeviceMacPrice = (weights.Omega * _deviceSecondsPerMac) + (weights.Tau * _deviceJoulesPerMac);
        ServerMacPrice = (weights.Omega + (weights.Eta * server.PricePerSecond)) * _serverSecondsPerMac;
        BytePrice = (weights.Omega + (weights.Tau * device.TransmitWatts)) * _secondsPerByte;
    }

    /// <summary>xi: what a MAC on the device adds to the objective, QPART (24).</summary>
    public double DeviceMacPrice { get; }

    /// <summary>delta: what a MAC on the server adds, QPART (25).</summary>
    public double ServerMacPrice { get; }

    /// <summary>epsilon, per byte: what a transmitted byte adds, QPART (26).</summary>
    public double BytePrice { get; }

    /// <summary>QPART (23): the objective alone.</summary>
    public double Objective(in Workload work) =>
        (DeviceMacPrice * work.DeviceMacs) + (ServerMacPrice * work.ServerMacs) + (BytePrice * (work.DownloadBytes + work.UplinkBytes));

    /// <summary>Every part of it.</summary>
    public CostBreakdown Evaluate(in Workload work)
    {
        double download = _secondsPerByte * work.DownloadBytes, uplink = _secondsPerByte * work.UplinkBytes;
        double device = _deviceSecondsPerMac * work.DeviceMacs, server = _serverSecondsPerMac * work.ServerMacs;
        double energy = (_deviceJoulesPerMac * work.DeviceMacs) + (_transmitWatts * (download + uplink));
        double cost = _price * server;
        double objective = (_weights.Omega * (download + device + uplink + server)) + (_weights.Tau * energy) + (_weights.Eta * cost);
        return new CostBreakdown(download, device, uplink, server, energy, cost, objective);
    }
}
