using System.Net;
using Fulcrum.Isolation.Processes;
using Fulcrum.Problems;
using Fulcrum.Server.Access;
using Fulcrum.Server.Hosting;
using Fulcrum.Stages.Tracing;

namespace Fulcrum.Server;

/// <summary>How a server listens; validated once at start.</summary>
public abstract record ListenOptions
{
    /// <summary>Where to listen: http (HTTP/1.1), or https (HTTP/1.1 and HTTP/2) where <see cref="Access"/> names a certificate. Default http://127.0.0.1:8080; port 0 takes a free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:8080";

    /// <summary>Where to listen with HTTP/2 without TLS (prior knowledge); null (default) does not.</summary>
    public string? Http2Url { get; init; }

    /// <summary>Allows listening beyond loopback without encryption or without asking who calls. Default false.</summary>
    public bool Insecure { get; init; }

    /// <summary>Who is let in, and TLS.</summary>
    public AccessOptions Access { get; init; } = new();

    /// <summary>What bounds requests and connections.</summary>
    public ServerLimits Limits { get; init; } = new();

    /// <summary>How long to go on serving after SIGTERM, not ready any more. Default 5 s.</summary>
    public TimeSpan DrainDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long requests under way may take to finish after that. Default 30 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the log is lines of JSON. Default no.</summary>
    public bool JsonLog { get; init; }

    /// <summary>What became of spans that are exported, for the page of metrics; null (default): none are.</summary>
    public SpanCounts? Spans { get; init; }

    /// <summary>Threads per model run; 0 (default) takes the CPU quota.</summary>
    public int Threads { get; init; }

    /// <summary>Models that run in processes of their own; <c>all</c> among them is every one. Default: those alone whose configuration says so.</summary>
    public IReadOnlyList<string> Isolate { get; init; } = [];

    /// <summary>How such processes are started, limited and watched.</summary>
    public WorkerOptions Worker { get; init; } = new();

    /// <summary>The endpoint of <see cref="Url"/> and, if set, of <see cref="Http2Url"/>.</summary>
    /// <exception cref="InputException"><c>url-malformed</c>, <c>url-not-private</c>, <c>tls-*</c>; all at once.</exception>
    internal IReadOnlyList<ListenEndpoint> Endpoints()
    {
        var problems = new List<Problem>();
        ListenEndpoint[] endpoints = [.. new[] { Url, Http2Url }.OfType<string>().Select((url, i) => Parse(url, isClear: i == 1, problems))];
        if (Access.Certificate is null && Access.Key is not null)
            problems.Add(new Problem("tls-malformed", "key", "There is a key and no certificate.", "Give both."));
        if (Access.ClientCa is not null && !endpoints.Any(e => e.IsTls))
            problems.Add(new Problem("tls-malformed", "client_ca", "Clients can show certificates over TLS only.", "Listen on an https address."));
        if (Access.Revoked is not null && Access.ClientCa is null)
            problems.Add(new Problem("tls-malformed", "revoked", "Without an authority for clients there are no certificates to revoke.", "Give client_ca; tokens are revoked by taking out their lines."));
        if (Limits.BodyBytesPerSecond <= 0 || Limits.BodyBytes < 0 || Limits.ClientRequestsPerSecond < 0)
            problems.Add(new Problem("limits-out-of-range", "limits", "A limit is negative, or the slowest rate of bodies is not more than 0.", "Give positive limits."));
        return problems.Count == 0 ? endpoints : throw new InputException(problems);
    }

    private ListenEndpoint Parse(string url, bool isClear, List<Problem> problems)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || !(uri.Scheme == "http" || (uri.Scheme == "https" && !isClear)))
        {
            problems.Add(new Problem("url-malformed", url, isClear ? "This is no http address." : "This is no http or https address.", "Use for example http://127.0.0.1:8080."));
            return new ListenEndpoint(new IPEndPoint(IPAddress.Loopback, 0), false, isClear);
        }

        bool isTls = uri.Scheme == "https";
        if (isTls && Access.Certificate is null)
            problems.Add(new Problem("tls-malformed", url, "There is no certificate for https.", "Give --tls-cert and --tls-key; docs/security.md shows how to make them."));

        IPAddress? address = uri.Host is "localhost" ? IPAddress.Loopback : uri.Host is "*" or "+" ? IPAddress.Any : IPAddress.TryParse(uri.Host.Trim('[', ']'), out IPAddress? ip) ? ip : null;
        if (address is null)
            problems.Add(new Problem("url-malformed", url, "The host is no IP address.", "Use an IP address or localhost."));
        else if (!IPAddress.IsLoopback(address) && !Insecure && !(isTls && Access.AsksForCredentials))
            problems.Add(new Problem("url-not-private", url, $"Beyond this machine everybody could {(isTls ? "call" : "read along")}.", "Listen on https with --tokens or --client-ca, or on 127.0.0.1, or say --insecure if a gateway protects the port."));
        return new ListenEndpoint(new IPEndPoint(address ?? IPAddress.Loopback, uri.Port), isTls, isClear);
    }
}

/// <summary>An address to listen on.</summary>
/// <param name="Address">It.</param>
/// <param name="IsTls">Whether with TLS.</param>
/// <param name="IsClearHttp2">Whether HTTP/2 without TLS is spoken there.</param>
internal sealed record ListenEndpoint(IPEndPoint Address, bool IsTls, bool IsClearHttp2);
