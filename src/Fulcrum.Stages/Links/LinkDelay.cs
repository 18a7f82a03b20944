using System.Diagnostics;

namespace Fulcrum.Stages.Links;

/// <summary>The delay of an exchange, drawn for each: half of it each way. For several threads.</summary>
internal sealed class LinkDelay(TimeSpan roundTrip, LinkJitter jitter, int seed)
{
    private readonly object _gate = new();
    private readonly Random _random = new(seed);

    /// <summary>Ticks of <see cref="Stopwatch"/> that the next exchange takes each way.</summary>
    public double DrawOneWay()
    {
        lock (_gate)
            return (roundTrip.TotalSeconds + jitter.Draw(_random)) / 2 * Stopwatch.Frequency;
    }
}
