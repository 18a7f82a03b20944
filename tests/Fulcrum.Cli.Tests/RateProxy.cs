using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

/// <summary>A way to a server whose rate can be changed while it is used.</summary>
internal sealed class RateProxy : LoopbackWay
{
    private long _passed;
    private double _bitsPerSecond = 1e9;

    public RateProxy(int target) : base(target)
    {
        PieceBytes = 512;
        Start();
    }

    public long Passed => Volatile.Read(ref _passed);

    public double BitsPerSecond { get => Volatile.Read(ref _bitsPerSecond); set => Volatile.Write(ref _bitsPerSecond, value); }

    protected override async ValueTask<Passing> PassAsync(bool isUp, Memory<byte> piece, CancellationToken cancellation)
    {
        double seconds = 8 * piece.Length / BitsPerSecond;
        if (seconds > 0.001)
            await Task.Delay(TimeSpan.FromSeconds(seconds), cancellation);
        Interlocked.Add(ref _passed, piece.Length);
        return Passing.On;
    }
}
