using System.Net;
using System.Net.Sockets;

namespace Fulcrum.Server.Tests.Hostile;

/// <summary>A way to a server that changes one bit of the answer's body.</summary>
internal sealed class ChangingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _passing;
    private readonly Uri _target;
    private readonly int _at;

    public ChangingServer(Uri target, int at)
    {
        (_target, _at) = (target, at);
        _listener.Start();
        _passing = PassAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _passing;
    }

    private async Task PassAsync()
    {
        try
        {
            using TcpClient client = await _listener.AcceptTcpClientAsync();
            using var server = new TcpClient();
            await server.ConnectAsync(_target.Host, _target.Port);
            await await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream()), ChangeAsync(server.GetStream(), client.GetStream()));
        }
        catch (Exception over) when (over is SocketException or IOException or ObjectDisposedException)
        {
            // One side has gone.
        }
    }

    private async Task ChangeAsync(NetworkStream from, NetworkStream to)
    {
        byte[] buffer = new byte[64 << 10];
        int length = 0, body = -1;
        while (await from.ReadAsync(buffer.AsMemory(length)) is > 0 and int read)
        {
            int start = length;
            length += read;
            if (body < 0 && buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is >= 0 and int end)
                body = end + 4;
            if (body >= 0 && body + _at >= start && body + _at < length)
                buffer[body + _at] ^= 1;
            await to.WriteAsync(buffer.AsMemory(start, read));
        }
    }
}
