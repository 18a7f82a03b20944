using System.Diagnostics;

namespace Fulcrum.Stages.Links;

/// <summary>
/// One way of an imitated link, shared by all connections over it. A chunk begins when it is handed in and the chunk before it is through, takes bytes / rate, and arrives half a round trip later;
/// a thread hands it over at that time. An idle link saves up nothing: there are no bursts.
/// </summary>
internal sealed class LinkDirection : IDisposable
{
    private const int LeastChunk = 256, MostChunk = 64 << 10;
    private const double ChunkSeconds = 0.001;
    private readonly object _gate = new();
    private readonly Queue<(double Due, byte[] Chunk, int Length, Action<byte[], int> Deliver)> _queue = new();
    private readonly double _ticksPerByte, _delay;
    private double _free;
    private bool _closed;

    public LinkDirection(double? bitsPerSecond, TimeSpan delay)
    {
        _ticksPerByte = bitsPerSecond is double rate ? 8.0 * Stopwatch.Frequency / rate : 0;
        _delay = delay.TotalSeconds * Stopwatch.Frequency;
        ChunkBytes = bitsPerSecond is double limit ? (int)Math.Clamp(limit / 8 * ChunkSeconds, LeastChunk, MostChunk) : MostChunk;
        new Thread(Work) { IsBackground = true, Name = "link" }.Start();
    }

    /// <summary>The most bytes that are handed over at once: what the link carries in a millisecond, within 256 bytes and 64 KiB.</summary>
    public int ChunkBytes { get; }

    /// <summary>Hands in a chunk.</summary>
    /// <param name="chunk">It; not to be changed before it is delivered.</param>
    /// <param name="length">How much of it.</param>
    /// <param name="deliver">Called in order, at its time, on the link's thread; must not throw.</param>
    public void Send(byte[] chunk, int length, Action<byte[], int> deliver)
    {
        lock (_gate)
        {
            _free = Math.Max(_free, Stopwatch.GetTimestamp()) + (length * _ticksPerByte);
            _queue.Enqueue((_free + _delay, chunk, length, deliver));
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
            (double Due, byte[] Chunk, int Length, Action<byte[], int> Deliver) next;
            lock (_gate)
            {
                while (_queue.Count == 0 && !_closed)
                    Monitor.Wait(_gate);
                if (_closed)
                    return;
                next = _queue.Dequeue();
            }

            PreciseSleep.Until(next.Due);
            next.Deliver(next.Chunk, next.Length);
        }
    }
}
