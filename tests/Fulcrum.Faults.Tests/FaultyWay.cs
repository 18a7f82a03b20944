using System.Net;
using System.Net.Sockets;

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

/// <summary>A way to a server that can be cut, lose chunks, change bytes or hold them back while it is used.</summary>
internal sealed class FaultyWay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<TcpClient> _open = [];
    private readonly Random _random;
    private readonly int _target;
    private volatile Way _state;

    /// <param name="target">The server's port.</param>
    /// <param name="seed">Decides what is lost and changed.</param>
    public FaultyWay(int target, int seed)
    {
        (_target, _random) = (target, new Random(seed));
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The most bytes that are lost, changed or held back at a time.</summary>
    public int ChunkBytes { get; init; } = 1024;

    /// <summary>How it is now; a cut closes what is open.</summary>
    public Way State
    {
        get => _state;
        set
        {
            _state = value;
            if (value != Way.Cut)
                return;
            lock (_open)
            {
                foreach (TcpClient client in _open)
                    client.Dispose();
            }
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
            _ = PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient { NoDelay = true })
        {
            try
            {
                lock (_open)
                    _open.Add(client);
                if (_state == Way.Cut)
                    return;
                client.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                await await Task.WhenAny(PumpAsync(client.GetStream(), server.GetStream()), PumpAsync(server.GetStream(), client.GetStream()));
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

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        byte[] buffer = new byte[ChunkBytes];
        for (int read; (read = await from.ReadAsync(buffer, _stop.Token)) > 0;)
        {
            switch (_state)
            {
                case Way.Lossy when Chance(0.9):
                    continue;
                case Way.Corrupting when Chance(0.5):
                    lock (_random)
                    {
                        for (int changes = _random.Next(1, 4); changes > 0; changes--)
                            buffer[_random.Next(read)] ^= (byte)_random.Next(1, 256);
                    }

                    break;
                case Way.Slow:
                    await Task.Delay(Next(400), _stop.Token);
                    break;
                case Way.Cut:
                    return;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
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
