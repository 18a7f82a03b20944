using System.Net;
using System.Net.Sockets;

namespace Fulcrum.Tests;

/// <summary>What becomes of a piece of bytes.</summary>
internal enum Passing
{
    On,
    Dropped,
    Over,
}

/// <summary>A way to a server on loopback; what is derived from it holds bytes back, drops or changes them, or ends connections.</summary>
/// <param name="target">The server's port.</param>
internal abstract class LoopbackWay(int target) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<TcpClient> _open = [];
    private TcpListener? _listener;

    /// <summary>The server's port; connections made from now on go there.</summary>
    public int Target { get; set; } = target;

    public int Port => ((IPEndPoint)Listener.LocalEndpoint).Port;

    public Uri Url => new($"http://127.0.0.1:{Port}");

    /// <summary>The most bytes that are passed at a time.</summary>
    public int PieceBytes { get; init; } = 1024;

    /// <summary>Whether new connections are taken.</summary>
    protected virtual bool IsOpen => true;

    private TcpListener Listener => _listener ?? throw new InvalidOperationException("Start it first.");

    public void Dispose()
    {
        _stop.Cancel();
        _listener?.Stop();
    }

    /// <summary>Begins to take connections.</summary>
    protected void Start()
    {
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Decides about a piece, which it may change.</summary>
    protected abstract ValueTask<Passing> PassAsync(bool isUp, Memory<byte> piece, CancellationToken cancellation);

    /// <summary>Ends what is open.</summary>
    protected void CloseAll()
    {
        lock (_open)
        {
            foreach (TcpClient client in _open)
                client.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
            _ = ConnectAsync(await Listener.AcceptTcpClientAsync(_stop.Token));
    }

    private async Task ConnectAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient { NoDelay = true })
        {
            try
            {
                lock (_open)
                    _open.Add(client);
                if (!IsOpen)
                    return;
                client.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, Target, _stop.Token);
                await await Task.WhenAny(PumpAsync(true, client.GetStream(), server.GetStream()), PumpAsync(false, server.GetStream(), client.GetStream()));
            }
            catch (Exception broken) when (broken is SocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                // One side is gone: closing both is all there is to do.
            }
            finally
            {
                lock (_open)
                    _open.Remove(client);
            }
        }
    }

    private async Task PumpAsync(bool isUp, NetworkStream from, NetworkStream to)
    {
        byte[] buffer = new byte[PieceBytes];
        for (int read; (read = await from.ReadAsync(buffer, _stop.Token)) > 0;)
        {
            switch (await PassAsync(isUp, buffer.AsMemory(0, read), _stop.Token))
            {
                case Passing.On:
                    await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
                    break;
                case Passing.Over:
                    return;
            }
        }
    }
}
