namespace Fulcrum.Planning.Profiles;

/// <summary>The way to a server, as measured by requests to it.</summary>
/// <param name="Server">Its address.</param>
/// <param name="UpBitsPerSecond">Rate towards it.</param>
/// <param name="DownBitsPerSecond">Rate from it.</param>
/// <param name="RttMs">Median of a small request on a connection that is open, milliseconds.</param>
/// <param name="JitterMs">How much longer the 95th percentile takes.</param>
/// <param name="Probes">Small requests.</param>
public sealed record MeasuredLink(string Server, double UpBitsPerSecond, double DownBitsPerSecond, double RttMs, double JitterMs, int Probes)
{
    /// <summary>The link in the terms of QPART's cost model, which knows one rate: that towards the server.</summary>
    public LinkProfile ToLink() => new() { BitsPerSecond = UpBitsPerSecond };
}
