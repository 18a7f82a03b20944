using Fulcrum.Planning.Profiles;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Online;

/// <summary>What a device asks for: r = (model, a) of QPART with everything that bears on the choice.</summary>
public sealed record PlanningRequest
{
    /// <summary>Tolerated loss a in points of Top-1; 0 asks for a lossless plan. Default 0.25.</summary>
    public double MaxDropPoints { get; init; } = 0.25;

    /// <summary>The device.</summary>
    public DeviceProfile Device { get; init; } = new();

    /// <summary>The link.</summary>
    public LinkProfile Link { get; init; } = new();

    /// <summary>The server.</summary>
    public ServerProfile Server { get; init; } = new();

    /// <summary>The weights of the objective.</summary>
    public ObjectiveWeights Weights { get; init; } = new();

    /// <summary>Whether the input must not leave the device: cut 0 is out. Default false.</summary>
    public bool RawInputStays { get; init; }

    /// <summary>Requests that one segment download serves: its bytes are spread over them. Default 1, as in QPART.</summary>
    public double ExpectedRequests { get; init; } = 1;

    /// <summary>Ids of segments that the device holds already: they cost nothing to send.</summary>
    public IReadOnlySet<string> HeldSegments { get; init; } = new HashSet<string>();

    /// <summary>Only this cut; null (default) leaves the choice.</summary>
    public int? Cut { get; init; }

    /// <summary>Only this level; null (default) leaves the choice.</summary>
    public double? Level { get; init; }

    /// <summary>Everything wrong with the request, all at once.</summary>
    public IReadOnlyList<Problem> Check()
    {
        var problems = new List<Problem>();
        void Positive(double value, string place)
        {
            if (!(value > 0) || double.IsInfinity(value))
                problems.Add(new Problem("request-out-of-range", place, $"{value} is not a positive number.", "Give a positive, finite value."));
        }

        void NotNegative(double value, string place)
        {
            if (!(value >= 0) || double.IsInfinity(value))
                problems.Add(new Problem("request-out-of-range", place, $"{value} is negative or no finite number.", "Give zero or a positive, finite value."));
        }

        NotNegative(MaxDropPoints, "max_drop_points");
        Positive(Device.CyclesPerMac, "device.cycles_per_mac");
        Positive(Device.ClockHz, "device.clock_hz");
        NotNegative(Device.Kappa, "device.kappa");
        NotNegative(Device.TransmitWatts, "device.transmit_watts");
        if (!(Device.MemoryBytes >= 0))
            problems.Add(new Problem("request-out-of-range", "device.memory_bytes", $"{Device.MemoryBytes} is negative or no number.", "Give zero or more bytes, or leave it out."));
        Positive(Link.BitsPerSecond, "link.bits_per_second");
        Positive(Server.CyclesPerMac, "server.cycles_per_mac");
        Positive(Server.ClockHz, "server.clock_hz");
        NotNegative(Server.PricePerSecond, "server.price_per_second");
        NotNegative(Weights.Omega, "weights.omega");
        NotNegative(Weights.Tau, "weights.tau");
        NotNegative(Weights.Eta, "weights.eta");
        Positive(ExpectedRequests, "expected_requests");
        return problems;
    }
}
