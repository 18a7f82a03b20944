namespace Fulcrum.Device;

/// <summary>Where the time of one request went.</summary>
/// <param name="Device">Running the first half and coding the cut tensor.</param>
/// <param name="Uplink">From the first byte sent to the answer's headers, less the server's own time.</param>
/// <param name="Server">What the server says it took (its Server-Timing total).</param>
/// <param name="Downlink">From the answer's headers to its last byte.</param>
public readonly record struct PhaseTimes(TimeSpan Device, TimeSpan Uplink, TimeSpan Server, TimeSpan Downlink);
