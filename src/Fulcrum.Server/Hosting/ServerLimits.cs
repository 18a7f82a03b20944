using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Fulcrum.Server.Hosting;

/// <summary>What bounds every server; said at its start.</summary>
public sealed record ServerLimits
{
    /// <summary>Largest request body in bytes. Default 64 MiB, as Triton's.</summary>
    public long BodyBytes { get; init; } = 64L << 20;

    /// <summary>Headers of a request together, in bytes. Default 32 KiB.</summary>
    public int HeaderBytes { get; init; } = 32 << 10;

    /// <summary>Headers of a request. Default 64.</summary>
    public int Headers { get; init; } = 64;

    /// <summary>Open connections. Default 1000.</summary>
    public int Connections { get; init; } = 1000;

    /// <summary>Requests under way on one HTTP/2 connection. Default 100.</summary>
    public int Streams { get; init; } = 100;

    /// <summary>How long a request's headers may take to come. Default 10 s.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an idle connection is kept. Default 2 minutes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Slower bodies, both ways, are cut off after <see cref="BodyGrace"/>, in bytes per second. Default 240.</summary>
    public double BodyBytesPerSecond { get; init; } = 240;

    /// <summary>How long a body may be slower. Default 5 s; over 1 s.</summary>
    public TimeSpan BodyGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests per second of one client, over which it is answered 429; 0 (default): no limit. Bursts of as many are let through.</summary>
    public double ClientRequestsPerSecond { get; init; }

    internal void Apply(KestrelServerLimits kestrel)
    {
        kestrel.MaxRequestBodySize = BodyBytes;
        kestrel.MaxRequestHeadersTotalSize = HeaderBytes;
        kestrel.MaxRequestHeaderCount = Headers;
        kestrel.MaxConcurrentConnections = Connections;
        kestrel.Http2.MaxStreamsPerConnection = Streams;
        kestrel.RequestHeadersTimeout = HeaderTimeout;
        kestrel.KeepAliveTimeout = IdleTimeout;
        kestrel.MinRequestBodyDataRate = kestrel.MinResponseDataRate = new MinDataRate(BodyBytesPerSecond, BodyGrace);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"bodies {BodyBytes} bytes, headers {Headers} and {HeaderBytes} bytes, connections {Connections}, streams {Streams}, headers within {HeaderTimeout.TotalSeconds:0.#} s, idle {IdleTimeout.TotalSeconds:0.#} s, bodies at {BodyBytesPerSecond:0} bytes/s or more, {(ClientRequestsPerSecond > 0 ? $"{ClientRequestsPerSecond:0.##} requests/s of a client" : "any rate of a client")}");
}
