using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Fulcrum.Lab.Processes;

/// <summary>Where a server listens, and where others reach it.</summary>
internal sealed class ListenPlace
{
    private readonly string _address;
    private readonly int _port;
    private readonly string? _name;

    /// <summary>A free port of an address of this machine or a namespace, which none but its neighbours reach.</summary>
    public ListenPlace(IPAddress address) => _address = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();

    /// <summary>A place on another machine: an address listens there alone, a name on every address, since it may mean any.</summary>
    public ListenPlace(Uri host) => (_address, _port, _name) = (host.HostNameType == UriHostNameType.Dns && host.Host != "localhost" ? "*" : host.Host, host.Port, host.Host);

    /// <summary>Of `serve`. Beyond loopback it listens in clear: neighbours of a namespace are the only ones who reach it, and another machine asks who calls.</summary>
    public IReadOnlyList<string> Arguments =>
        [.. new[] { "--urls", string.Create(CultureInfo.InvariantCulture, $"http://{_address}:{_port}") }, .. IsLoopback ? Array.Empty<string>() : ["--insecure"]];

    private bool IsLoopback => _address == "localhost" || (IPAddress.TryParse(_address.Trim('[', ']'), out IPAddress? ip) && IPAddress.IsLoopback(ip));

    /// <summary>Where the one before reaches it.</summary>
    /// <param name="listening">What it says itself.</param>
    public Uri Reached(Uri listening) => _name is null ? listening : new UriBuilder("http", _name, listening.Port).Uri;
}
