using System.Net;
using Fulcrum.Problems;

namespace Fulcrum.Server;

/// <summary>How a server listens; validated once at start.</summary>
public abstract record ListenOptions
{
    /// <summary>Where to listen with HTTP/1.1. Default http://127.0.0.1:8080; port 0 takes a free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:8080";

    /// <summary>Where to listen with HTTP/2 without TLS (prior knowledge); null (default) does not.</summary>
    public string? Http2Url { get; init; }

    /// <summary>Allows listening beyond loopback: there is no authentication and no encryption. Default false.</summary>
    public bool Insecure { get; init; }

    /// <summary>Largest request body in bytes. Default 64 MiB.</summary>
    public long MaxBodyBytes { get; init; } = 64L << 20;

    /// <summary>Threads per model run; 0 (default) takes the CPU quota.</summary>
    public int Threads { get; init; }

    /// <summary>The endpoint of <see cref="Url"/> and, if set, of <see cref="Http2Url"/>.</summary>
    /// <exception cref="InputException"><c>url-malformed</c>, <c>url-not-loopback</c>; all at once.</exception>
    internal IReadOnlyList<IPEndPoint> Endpoints()
    {
        var problems = new List<Problem>();
        IPEndPoint[] endpoints = [.. new[] { Url, Http2Url }.OfType<string>().Select(url => Parse(url, problems))];
        return problems.Count == 0 ? endpoints : throw new InputException(problems);
    }

    private IPEndPoint Parse(string url, List<Problem> problems)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme != "http")
        {
            problems.Add(new Problem("url-malformed", url, "This is no http address.", "Use for example http://127.0.0.1:8080."));
            return new IPEndPoint(IPAddress.Loopback, 0);
        }

        IPAddress? address = uri.Host is "localhost" ? IPAddress.Loopback : uri.Host is "*" or "+" ? IPAddress.Any : IPAddress.TryParse(uri.Host.Trim('[', ']'), out IPAddress? ip) ? ip : null;
        if (address is null)
            problems.Add(new Problem("url-malformed", url, "The host is no IP address.", "Use an IP address or localhost."));
        else if (!IPAddress.IsLoopback(address) && !Insecure)
            problems.Add(new Problem("url-not-loopback", url, "Listening beyond this machine has no authentication and no encryption yet.", "Use 127.0.0.1, or say --insecure if a gateway protects the port."));
        return new IPEndPoint(address ?? IPAddress.Loopback, uri.Port);
    }
}
