using Fulcrum.Tests;

namespace Fulcrum.Faults.Tests;

/// <summary>What a way does to the bytes on it.</summary>
internal enum Way
{
    Good,
    Cut,
    Lossy,
    Corrupting,
    Slow,
}

/// <summary>A way to a server that can be cut, lose pieces, change bytes or hold them back while it is used.</summary>
internal sealed class FaultyWay : LoopbackWay
{
    private readonly Random _random;
    private volatile Way _state;

    /// <param name="target">The server's port.</param>
    /// <param name="seed">Decides what is lost and changed.</param>
    public FaultyWay(int target, int seed) : base(target)
    {
        _random = new Random(seed);
        Start();
    }

    /// <summary>How it is now; a cut closes what is open.</summary>
    public Way State
    {
        get => _state;
        set
        {
            _state = value;
            if (value == Way.Cut)
                CloseAll();
        }
    }

    protected override bool IsOpen => _state != Way.Cut;

    protected override async ValueTask<Passing> PassAsync(bool isUp, Memory<byte> piece, CancellationToken cancellation)
    {
        switch (_state)
        {
            case Way.Lossy when Chance(0.9):
                return Passing.Dropped;
            case Way.Corrupting when Chance(0.5):
                Change(piece.Span);
                break;
            case Way.Slow:
                await Task.Delay(Next(400), cancellation);
                break;
            case Way.Cut:
                return Passing.Over;
        }

        return Passing.On;
    }

    private void Change(Span<byte> piece)
    {
        lock (_random)
        {
            for (int changes = _random.Next(1, 4); changes > 0; changes--)
                piece[_random.Next(piece.Length)] ^= (byte)_random.Next(1, 256);
        }
    }

    private bool Chance(double share)
    {
        lock (_random)
            return _random.NextDouble() < share;
    }

    private int Next(int most)
    {
        lock (_random)
            return _random.Next(most);
    }
}
