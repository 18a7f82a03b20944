namespace Fulcrum.Lab.Demo;

/// <summary>One (cut, level): the plan, its cost by the model, and what running it gave.</summary>
public sealed record DemoPattern
{
    /// <summary>0 sends the input; L runs everything on the device.</summary>
    public required int Cut { get; init; }

    /// <summary>The cut in words.</summary>
    public required string Name { get; init; }

    /// <summary>Accepted loss in points of Top-1.</summary>
    public required double Level { get; init; }

    /// <summary>Width per layer on the device.</summary>
    public required IReadOnlyList<int> Bits { get; init; }

    /// <summary>Width of the cut tensor.</summary>
    public required int CutBits { get; init; }

    /// <summary>Bytes of the segment as it went over the wire.</summary>
    public required long PayloadBytes { get; init; }

    /// <summary>Bytes of the segment's weights and biases in fp32.</summary>
    public required long Fp32Bytes { get; init; }

    /// <summary>PayloadBytes / Fp32Bytes; 0 at cut 0, which sends no weights.</summary>
    public required double PayloadRatio { get; init; }

    /// <summary>Bytes of the cut tensor of one image.</summary>
    public required double CutTensorBytes { get; init; }

    /// <summary>Top-1 over the test images, split between the two processes.</summary>
    public required double Top1 { get; init; }

    /// <summary>Its 95 % Wilson interval.</summary>
    public required IReadOnlyList<double> Interval { get; init; }

    /// <summary>Points lost against the lossless split on the same images.</summary>
    public required double DropPoints { get; init; }

    /// <summary>Its paired 95 % interval.</summary>
    public required IReadOnlyList<double> DropInterval { get; init; }

    /// <summary>QPART (17) by the model.</summary>
    public required double Objective { get; init; }

    /// <summary>Time, energy and cost by the model.</summary>
    public required ModelledCost Modelled { get; init; }

    /// <summary>Median phases of single-image requests on loopback; null where they were not timed.</summary>
    public DemoPhases? MeasuredMs { get; init; }
}

/// <summary>Predicted figures of one request.</summary>
/// <param name="DownloadS">Seconds for the segment, spread over the expected requests.</param>
/// <param name="DeviceS">Seconds on the device, QPART (5).</param>
/// <param name="UplinkS">Seconds for the cut tensor.</param>
/// <param name="ServerS">Seconds on the server, QPART (7).</param>
/// <param name="TotalS">Their sum with the answer's way back.</param>
/// <param name="EnergyJ">Device energy, QPART (6) and (16).</param>
/// <param name="CostUsd">Server cost, QPART (8).</param>
public sealed record ModelledCost(double DownloadS, double DeviceS, double UplinkS, double ServerS, double TotalS, double EnergyJ, double CostUsd);

/// <summary>Median milliseconds by phase.</summary>
public sealed record DemoPhases(double Device, double Uplink, double Server, double Downlink);

/// <summary>A scheme that the plan is held against, at one cut.</summary>
/// <param name="Name"><c>no-optimization</c>, <c>pruning</c>, <c>pruning-equal-payload</c>, <c>auto-encoder</c>, <c>all-on-device</c>, <c>send-encoded-input</c>.</param>
/// <param name="Cut">The cut.</param>
/// <param name="PayloadBytes">Bytes of weights that travel to the device.</param>
/// <param name="CutTensorBytes">Bytes of the cut tensor of one image.</param>
/// <param name="Top1">Measured Top-1.</param>
/// <param name="Interval">Its 95 % Wilson interval.</param>
/// <param name="Objective">QPART (17) by the model.</param>
/// <param name="Modelled">Time, energy and cost by the model.</param>
/// <param name="Note">What was set equal, or how much was trimmed.</param>
public sealed record DemoBaseline(
    string Name, int Cut, long PayloadBytes, double CutTensorBytes, double Top1, IReadOnlyList<double> Interval, double Objective, ModelledCost Modelled, string Note);

/// <summary>The plan taken, in words and figures.</summary>
/// <param name="Cut">Its cut.</param>
/// <param name="Level">Its level.</param>
/// <param name="Objective">Its objective.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Reasons">What bound it, the runner-up, what would flip it, and where splitting loses.</param>
public sealed record DemoChoice(int Cut, double Level, double Objective, string Summary, IReadOnlyList<string> Reasons);
