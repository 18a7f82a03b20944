namespace Fulcrum.Stages.Links;

/// <summary>An HTTP client for one address, over a link as it is or as imitated: connections are kept, small packets are not held back, nothing is added to requests.</summary>
public sealed class LinkClient : IDisposable
{
    private readonly LinkConnector _link;

    /// <summary>Prepares a client; it connects with the first request.</summary>
    /// <param name="address">Where requests go.</param>
    /// <param name="shape">What to imitate; null: the link as it is.</param>
    /// <param name="timeout">The longest a request may take.</param>
    /// <param name="credentials">What to show and whom to trust; null: nothing, and the system's authorities.</param>
    public LinkClient(Uri address, LinkShape? shape, TimeSpan timeout, Credentials? credentials = null)
    {
        _link = new LinkConnector(shape);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = (context, cancellation) => _link.ConnectAsync(context.DnsEndPoint, cancellation),
        };
        Http = new HttpClient(handler) { BaseAddress = address, Timeout = timeout };
        credentials?.Apply(handler, Http);
    }

    /// <summary>The client.</summary>
    public HttpClient Http { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Http.Dispose();
        _link.Dispose();
    }
}
