using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Fulcrum.Cli.Tests;

/// <summary>Real server and device processes; the server is killed in the middle of a download.</summary>
public sealed class KilledServerTests(TestData data) : IDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("fulcrum-cache-").FullName;

    private readonly List<Process> _servers = [];

    public void Dispose()
    {
        foreach (Process server in _servers.Where(s => !s.HasExited))
            server.Kill();
        Directory.Delete(_cache, recursive: true);
    }

    private async Task<(Process Process, int Port)> ServeAsync()
    {
        Process server = FulcrumProcess.Start("serve", "--repository", data.Repository, "--urls", "http://127.0.0.1:0", "--output", "json");
        _servers.Add(server);
        string line = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await server.StandardError.ReadToEndAsync());
        return (server, new Uri(JsonDocument.Parse(line).RootElement.GetProperty("url").GetString()!).Port);
    }

    private Task<(int Code, string Out, string Error)> DeviceAsync(int port) => FulcrumProcess.RunAsync(
        "device", "--server", $"http://127.0.0.1:{port}", "--model", "mlp", "--data", "digits", "--cut", "6", "--level", "0", "--max-drop", "5%",
        "--batch-size", "500", "--cache", _cache, "--output", "json");

    [Fact]
    public async Task Device_ServerKilledMidDownloadAndBackAgain_ResumesAndAnswersRight()
    {
        (Process first, int port) = await ServeAsync();
        using var proxy = new CuttingProxy(port, cutAfter: 700_000);
        proxy.OnCut = async () =>
        {
            first.Kill();
            await first.WaitForExitAsync();
            (_, int again) = await ServeAsync();
            proxy.Target = again;
        };
        (int code, string output, string error) = await DeviceAsync(proxy.Port);
        Assert.True(code == 0, error);
        Assert.True(proxy.WasCut);
        Assert.InRange(JsonDocument.Parse(output).RootElement.GetProperty("runs")[0].GetProperty("top1").GetDouble(), 0.85, 1);
        Assert.Equal(".fseg", Path.GetExtension(Assert.Single(Directory.GetFiles(_cache))));
    }

    [Fact]
    public async Task Device_ServerKilledMidDownloadForGood_FailsWithOneLineAndNoFile()
    {
        (Process server, int port) = await ServeAsync();
        using var proxy = new CuttingProxy(port, cutAfter: 700_000);
        proxy.OnCut = async () =>
        {
            server.Kill();
            await server.WaitForExitAsync();
        };
        (int code, string output, string error) = await DeviceAsync(proxy.Port);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("download: the server went away after", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Empty(Directory.GetFileSystemEntries(_cache));
    }

    [Fact]
    public async Task Device_UnknownModel_IsRefusedByTheServer()
    {
        (_, int port) = await ServeAsync();
        (int code, _, string error) = await FulcrumProcess.RunAsync("device", "--server", $"http://127.0.0.1:{port}", "--model", "nobody", "--data", "digits");
        Assert.Equal(2, code);
        Assert.Contains("model-unknown", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>Passes bytes to the server and back until so many came back, then cuts once.</summary>
    private sealed class CuttingProxy : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly long _cutAfter;
        private long _passed;

        public CuttingProxy(int target, long cutAfter)
        {
            (Target, _cutAfter) = (target, cutAfter);
            _listener.Start();
            _ = AcceptAsync();
        }

        public int Target { get; set; }

        public Func<Task> OnCut { get; set; } = () => Task.CompletedTask;

        public bool WasCut { get; private set; }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

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
            using (var server = new TcpClient())
            {
                try
                {
                    await server.ConnectAsync(IPAddress.Loopback, Target);
                    Task up = client.GetStream().CopyToAsync(server.GetStream(), _stop.Token);
                    await Task.WhenAny(up, DownAsync(server.GetStream(), client.GetStream()));
                }
                catch (Exception broken) when (broken is SocketException or IOException or OperationCanceledException)
                {
                    // The other side is gone: closing both is all there is to do.
                }
            }
        }

        private async Task DownAsync(NetworkStream from, NetworkStream to)
        {
            byte[] buffer = new byte[16_384];
            for (int read; (read = await from.ReadAsync(buffer, _stop.Token)) > 0;)
            {
                if (!WasCut && Interlocked.Add(ref _passed, read) > _cutAfter)
                {
                    WasCut = true;
                    await OnCut();
                    return;
                }

                await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
    }
}
