using System.Diagnostics;

namespace Fulcrum.Stages.Links;

/// <summary>When each chunk is through one way of a link: one after the other at the link's rate; or only what the kernel's full bucket let through too early. Not for several threads.</summary>
internal sealed class LinkClock(double? bitsPerSecond, bool kernelHoldsRate)
{
    private readonly double _ticksPerByte = bitsPerSecond is double rate ? 8.0 * Stopwatch.Frequency / rate : 0;
    private readonly double _bucket = bitsPerSecond is double rate ? KernelBucket.HeadStart(rate) : 0;
    private double _free, _tokens = double.PositiveInfinity, _seen;

    /// <summary>When a chunk that is handed in now is through, in ticks of <see cref="Stopwatch"/>. An idle link saves up nothing.</summary>
    public double Pass(int length, double now)
    {
        double taken = length;
        if (kernelHoldsRate && _ticksPerByte > 0)
        {
            _tokens = Math.Min(_bucket, _tokens + ((now - _seen) / _ticksPerByte));
            _seen = now;
            taken = Math.Min(length, _tokens);
            _tokens -= taken;
        }

        _free = Math.Max(_free, now) + (taken * _ticksPerByte);
        return _free;
    }
}
