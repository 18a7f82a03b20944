using System.Net;
using System.Net.Sockets;
using System.Text;
using Fulcrum.Server.Hosting;

namespace Fulcrum.Server.Tests.Hosting;

/// <summary>The order in which a server ends, and what it does not wait for.</summary>
public sealed class ServerLifeTests(PlannedRepository repository)
{
    [Fact]
    public async Task Ask_WithDrain_IsNotReadyButServesUntilTheDelayIsOver()
    {
        using var life = new ServerLife(TimeSpan.FromSeconds(2));
        await using FulcrumServer server = await FulcrumServer.StartAsync(Options, life);
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("v2/health/ready")).StatusCode);
        Task ended = server.WaitForShutdownAsync();
        Assert.True(life.Ask(drain: true));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("v2/health/ready")).StatusCode);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await http.GetAsync("v2/health/live")).StatusCode, (await http.GetAsync("fulcrum/v1/models/mlp")).StatusCode));
        Assert.False(ended.IsCompleted);
        await ended.WaitAsync(TimeSpan.FromSeconds(20));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("v2/health/live"));
    }

    [Fact]
    public async Task Ask_WithARequestUnderWay_FinishesIt()
    {
        using var life = new ServerLife(TimeSpan.Zero);
        await using FulcrumServer server = await FulcrumServer.StartAsync(Options, life);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Urls[0].Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /fulcrum/v1/probe HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345"));
        await Task.Delay(300);
        Assert.True(life.Ask(drain: false));
        Task ended = server.WaitForShutdownAsync();
        await Task.Delay(300);
        Assert.False(ended.IsCompleted);
        await socket.GetStream().WriteAsync("67890"u8.ToArray());
        using var reader = new StreamReader(socket.GetStream());
        Assert.Equal("HTTP/1.1 204 No Content", await reader.ReadLineAsync());
        await ended.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Ask_WithARequestThatNeverEnds_GivesItUp()
    {
        using var life = new ServerLife(TimeSpan.Zero);
        await using FulcrumServer server = await FulcrumServer.StartAsync(Options with { StopTimeout = TimeSpan.FromSeconds(0.5) }, life);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Urls[0].Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /fulcrum/v1/probe HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345"));
        await Task.Delay(300);
        Assert.True(life.Ask(drain: false));
        await server.WaitForShutdownAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(life.Ask(drain: true));
    }

    [Fact]
    public async Task Connection_ThatSendsItsHeadersTooSlowly_IsCutOffAndOthersAreServed()
    {
        await using FulcrumServer server = await FulcrumServer.StartAsync(Options with { Limits = new ServerLimits { HeaderTimeout = TimeSpan.FromSeconds(1) } });
        TcpClient[] slow = [.. Enumerable.Range(0, 20).Select(_ => new TcpClient())];
        foreach (TcpClient one in slow)
        {
            await one.ConnectAsync(IPAddress.Loopback, server.Urls[0].Port);
            await one.GetStream().WriteAsync("GET /v2/health/live HTTP/1.1\r\nHos"u8.ToArray());
        }

        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("v2/health/live")).StatusCode);
        foreach (TcpClient one in slow)
        {
            using var reader = new StreamReader(one.GetStream());
            string? answer = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
            Assert.True(answer is null || answer.Contains(" 408 ", StringComparison.Ordinal), answer);
            one.Dispose();
        }
    }

    private ServerOptions Options => new() { Repository = repository.Folder, Url = "http://127.0.0.1:0" };
}
