using System.Net.Sockets;

namespace Fulcrum.Stages.Links;

/// <summary>An HTTP client for one address, over a link as it is or as imitated: connections are kept, small packets are not held back, nothing is added to requests.</summary>
public sealed class LinkClient : IDisposable
{
    private readonly LinkDirection? _up, _down;
    private readonly TimeSpan _roundTrip;

    /// <summary>Prepares a client; it connects with the first request.</summary>
    /// <param name="address">Where requests go.</param>
    /// <param name="shape">What to imitate; null: the link as it is.</param>
    /// <param name="timeout">The longest a request may take.</param>
    public LinkClient(Uri address, LinkShape? shape, TimeSpan timeout)
    {
        if (shape is { IsShaped: true })
            (_up, _down, _roundTrip) = (new LinkDirection(shape.UpBitsPerSecond, shape.RoundTrip / 2), new LinkDirection(shape.DownBitsPerSecond, shape.RoundTrip / 2), shape.RoundTrip);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = ConnectAsync,
        };
        Http = new HttpClient(handler) { BaseAddress = address, Timeout = timeout };
    }

    /// <summary>The client.</summary>
    public HttpClient Http { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Http.Dispose();
        _up?.Dispose();
        _down?.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
            // The handshake takes a round trip, once for each connection.
            await Task.Delay(_roundTrip, cancellation).ConfigureAwait(false);
            return _up is null || _down is null ? new NetworkStream(socket, ownsSocket: true) : new ShapedStream(socket, _up, _down);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
