using System.Diagnostics;

namespace Fulcrum.Stages.Links;

/// <summary>
/// One way of an imitated link, shared by all connections over it. A chunk is through when its <see cref="LinkClock"/> says so and arrives after its delay, never before the chunk in front of it; lost packets come later
/// (<see cref="PacketLoss"/>). A thread hands chunks over at their times.
/// </summary>
internal sealed class LinkDirection : IDisposable
{
    private const int LeastChunk = 256, MostChunk = 64 << 10;
    private const double ChunkSeconds = 0.001;
    private readonly object _gate = new();
    private readonly Queue<Waiting> _queue = new();
    private readonly LinkClock _clock;
    private readonly PacketLoss _loss;
    private long _waitingBytes;
    private bool _closed;

    public LinkDirection(double? bitsPerSecond, bool kernelHoldsRate, PacketLoss loss)
    {
        (_clock, _loss) = (new LinkClock(bitsPerSecond, kernelHoldsRate), loss);
        ChunkBytes = bitsPerSecond is double limit ? (int)Math.Clamp(limit / 8 * ChunkSeconds, LeastChunk, MostChunk) : MostChunk;
        new Thread(Work) { IsBackground = true, Name = "link" }.Start();
    }

    /// <summary>The most bytes that are handed over at once: what the link carries in a millisecond, within 256 bytes and 64 KiB.</summary>
    public int ChunkBytes { get; }

    /// <summary>Hands in a chunk.</summary>
    /// <param name="chunk">It; not to be changed before it is delivered.</param>
    /// <param name="length">How much of it.</param>
    /// <param name="delay">How long it is under way, in ticks of <see cref="Stopwatch"/>.</param>
    /// <param name="deliver">Called in order, at its time, on the link's thread; must not throw.</param>
    public void Send(byte[] chunk, int length, double delay, Action<byte[], int> deliver)
    {
        lock (_gate)
        {
            _queue.Enqueue(new Waiting(_clock.Pass(length, Stopwatch.GetTimestamp()) + delay, _loss.Draw(length), chunk, length, deliver));
            _waitingBytes += length;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Ends the thread; what is on the way is lost.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Work()
    {
        PreciseSleep.PrepareThread();
        while (true)
        {
            Waiting next;
            lock (_gate)
            {
                while (_queue.Count == 0 && !_closed)
                    Monitor.Wait(_gate);
                if (_closed)
                    return;
                next = _queue.Dequeue();
                _waitingBytes -= next.Length;
            }

            PreciseSleep.Until(next.Due);
            if (next.Losses > 0)
                AwaitAgain(next);
            next.Deliver(next.Chunk, next.Length);
        }
    }

    private void AwaitAgain(Waiting lost)
    {
        PreciseSleep.Until(lost.Due + _loss.FastTicks);
        bool isFast;
        lock (_gate)
            isFast = _waitingBytes >= PacketLoss.BytesForFastRetransmit;
        PreciseSleep.Until(lost.Due + _loss.Ticks(lost.Losses, isFast));
    }

    private readonly record struct Waiting(double Due, int Losses, byte[] Chunk, int Length, Action<byte[], int> Deliver);
}
