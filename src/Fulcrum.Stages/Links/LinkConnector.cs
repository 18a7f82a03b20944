using System.Net;
using System.Net.Sockets;

namespace Fulcrum.Stages.Links;

/// <summary>Makes TCP connections over a link as it is or as imitated; all of them share it.</summary>
public sealed class LinkConnector : IDisposable
{
    private readonly LinkDirection? _up, _down;
    private readonly LinkDelay? _delay;
    private readonly TimeSpan _handshake;

    /// <summary>Prepares the link.</summary>
    /// <param name="shape">What to imitate; null: the link as it is.</param>
    public LinkConnector(LinkShape? shape)
    {
        if (shape is not { IsShaped: true })
            return;
        TimeSpan expected = shape.RoundTrip + TimeSpan.FromSeconds(shape.Jitter.P50);
        _up = new LinkDirection(shape.UpBitsPerSecond, shape.KernelHoldsRates, new PacketLoss(shape.Loss, expected, unchecked((3 * shape.Seed) + 1)));
        _down = new LinkDirection(shape.DownBitsPerSecond, shape.KernelHoldsRates, new PacketLoss(shape.Loss, expected, unchecked((3 * shape.Seed) + 2)));
        (_delay, _handshake) = (new LinkDelay(shape.RoundTrip, shape.Jitter, unchecked(3 * shape.Seed)), shape.RoundTrip);
    }

    /// <summary>Connects. The handshake takes a round trip; small packets are not held back.</summary>
    public async ValueTask<Stream> ConnectAsync(EndPoint address, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellation).ConfigureAwait(false);
            await Task.Delay(_handshake, cancellation).ConfigureAwait(false);
            return _up is null || _down is null || _delay is null ? new NetworkStream(socket, ownsSocket: true) : new ShapedStream(socket, _up, _down, _delay);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _up?.Dispose();
        _down?.Dispose();
    }
}
