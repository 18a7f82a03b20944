using System.Diagnostics;

namespace Fulcrum.Stages.Links;

/// <summary>
/// Lost packets as a message sees them over TCP: late, with everything behind them. A packet of 1448 bytes is lost by chance. It comes a round trip later when three more packets are behind it by then (fast retransmit), otherwise a
/// round trip and 200 ms later (Linux's retransmission timeout); each further loss of the same packet costs twice the timeout before. That TCP sends less after a loss is not imitated. Not for several threads.
/// </summary>
internal sealed class PacketLoss(double share, TimeSpan roundTrip, int seed)
{
    private const int Segment = 1448, MostTries = 15;
    private const double LeastTimeoutSeconds = 0.2, MostTimeoutSeconds = 120;
    private readonly Random _random = new(seed);

    /// <summary>Bytes behind a lost packet that make the other side ask for it.</summary>
    public const int BytesForFastRetransmit = 3 * Segment;

    /// <summary>How often some packet of a chunk is lost, one after another; mostly 0.</summary>
    public int Draw(int length)
    {
        if (share <= 0 || length == 0)
            return 0;
        double any = 1 - Math.Pow(1 - share, (length + Segment - 1) / Segment);
        int tries = 0;
        while (tries < MostTries && _random.NextDouble() < (tries == 0 ? any : share))
            tries++;
        return tries;
    }

    /// <summary>Ticks until a lost packet that is asked for has come again.</summary>
    public double FastTicks => roundTrip.TotalSeconds * Stopwatch.Frequency;

    /// <summary>Ticks until it has come again after so many losses.</summary>
    /// <param name="losses">1 or more.</param>
    /// <param name="isFast">Whether the first was made good by a fast retransmit.</param>
    public double Ticks(int losses, bool isFast)
    {
        double timeout = roundTrip.TotalSeconds + LeastTimeoutSeconds, sum = 0;
        for (int i = 0; i < losses; i++)
        {
            sum += i == 0 && isFast ? roundTrip.TotalSeconds : Math.Min(timeout, MostTimeoutSeconds);
            timeout *= i == 0 && isFast ? 1 : 2;
        }

        return sum * Stopwatch.Frequency;
    }
}
