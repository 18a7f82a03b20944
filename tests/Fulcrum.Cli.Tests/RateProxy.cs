using System.Net;
using System.Net.Sockets;

namespace Fulcrum.Cli.Tests;

/// <summary>A way to a server whose rate can be changed while it is used.</summary>
internal sealed class RateProxy : IDisposable
{
    private const int Piece = 512;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private long _passed;
    private double _bitsPerSecond = 1e9;

    public RateProxy(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public long Passed => Volatile.Read(ref _passed);

    public double BitsPerSecond { get => Volatile.Read(ref _bitsPerSecond); set => Volatile.Write(ref _bitsPerSecond, value); }

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
                client.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, _target);
                await await Task.WhenAny(PumpAsync(client.GetStream(), server.GetStream()), PumpAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception broken) when (broken is SocketException or IOException or OperationCanceledException)
            {
                // One side is gone: closing both is all there is to do.
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        byte[] buffer = new byte[Piece];
        for (int read; (read = await from.ReadAsync(buffer, _stop.Token)) > 0; Interlocked.Add(ref _passed, read))
        {
            double seconds = 8 * read / BitsPerSecond;
            if (seconds > 0.001)
                await Task.Delay(TimeSpan.FromSeconds(seconds), _stop.Token);
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
