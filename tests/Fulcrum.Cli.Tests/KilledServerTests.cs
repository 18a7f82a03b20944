using System.Diagnostics;
using System.Text.Json;
using Fulcrum.Tests;

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
    private sealed class CuttingProxy : LoopbackWay
    {
        private readonly long _cutAfter;
        private long _passed;

        public CuttingProxy(int target, long cutAfter) : base(target)
        {
            (_cutAfter, PieceBytes) = (cutAfter, 16_384);
            Start();
        }

        public Func<Task> OnCut { get; set; } = () => Task.CompletedTask;

        public bool WasCut { get; private set; }

        protected override async ValueTask<Passing> PassAsync(bool isUp, Memory<byte> piece, CancellationToken cancellation)
        {
            if (isUp || WasCut || Interlocked.Add(ref _passed, piece.Length) <= _cutAfter)
                return Passing.On;
            WasCut = true;
            await OnCut();
            return Passing.Over;
        }
    }
}
