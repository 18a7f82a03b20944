using Fulcrum.Problems;
using Fulcrum.Server.Access;
using Fulcrum.Server.Hosting;
using Fulcrum.Server.Http;
using Fulcrum.Server.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Fulcrum.Server;

/// <summary>What every server has: Kestrel within limits, problem documents, metrics, health, the link's probe.</summary>
internal sealed class ListeningHost : IAsyncDisposable
{
    private const int StreamWindow = 8 << 20, ConnectionWindow = 16 << 20;
    private readonly WebApplication _app;
    private readonly ServerLife _life;

    private ListeningHost(WebApplication app, ServerLife life) => (_app, _life) = (app, life);

    /// <summary>All routes, for those who check them.</summary>
    public IReadOnlyList<Endpoint> Routes => [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(s => s.Endpoints)];

    public IReadOnlyList<Uri> Urls => [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a))];

    /// <summary>Listens.</summary>
    /// <param name="options">Where.</param>
    /// <param name="endpoints">The same, parsed.</param>
    /// <param name="life">When to end.</param>
    /// <param name="map">Adds the routes that are not common.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <param name="isReady">Whether requests are welcome as far as what is served goes; null: always.</param>
    /// <param name="before">Comes before every request of somebody who may make it; null: nothing.</param>
    /// <exception cref="InputException"><c>url-taken</c>, and what is wrong with files of <see cref="AccessOptions"/>.</exception>
    public static async Task<ListeningHost> StartAsync(ListenOptions options, IReadOnlyList<ListenEndpoint> endpoints, ServerLife life, Action<IEndpointRouteBuilder> map, CancellationToken cancellation, Func<bool>? isReady = null, Func<HttpContext, Task>? before = null)
    {
        WebApplication app = Build(options, endpoints, life, map, isReady ?? (() => true), before);
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
            return new ListeningHost(app, life);
        }
        catch (IOException taken)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new InputException("url-taken", options.Url, taken.Message, "Choose another port, or 0 for a free one.", taken);
        }
    }

    /// <summary>Waits until nothing new is to be accepted, then until what is under way is finished or given up.</summary>
    public async Task WaitForShutdownAsync(CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _life.Stopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(ListenOptions options, IReadOnlyList<ListenEndpoint> endpoints, ServerLife life, Action<IEndpointRouteBuilder> map, Func<bool> isReady, Func<HttpContext, Task>? before)
    {
        var gate = new AccessGate(options.Access, TimeProvider.System);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => (console.LogToStandardErrorThreshold, console.FormatterName) = (LogLevel.Trace, options.JsonLog ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple)).SetMinimumLevel(LogLevel.Warning).AddFilter("Fulcrum.Server.Rollout", LogLevel.Information).AddFilter("Fulcrum.Server.Isolation", LogLevel.Information);
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options, gate, endpoints));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTimeout);
        // Signals are this server's own business.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, ConnectionMemory>();
        builder.Services.AddSingleton<ServerMetrics>().AddSingleton<RequestTally>().AddSingleton<PrometheusPage>().AddSingleton(TimeProvider.System).AddSingleton(_ => gate).AddSingleton(_ => new ClientLimiter(options.Limits));
        WebApplication app = builder.Build();
        app.UseMiddleware<RequestMeter>();
        app.UseMiddleware<ProblemWriter>();
        app.UseRouting();
        app.Use(next => context => app.Services.GetRequiredService<AccessGate>().InvokeAsync(context, next));
        app.Use(next => context => app.Services.GetRequiredService<ClientLimiter>().InvokeAsync(context, next));
        if (before is not null)
        {
            app.Use(async (context, next) =>
            {
                await before(context).ConfigureAwait(false);
                await next(context).ConfigureAwait(false);
            });
        }

        if (options.Spans is { } spans)
            app.Services.GetRequiredService<PrometheusPage>().Add(text => SpanPage.Render(text, spans));
        CommonRoutes.Map(app, app.Services.GetRequiredService<PrometheusPage>(), () => life.IsWanted && isReady());
        DocumentRoute.Map(app, gate.Asks);
        map(app);
        return app;
    }

    private static void Configure(KestrelServerOptions kestrel, ListenOptions options, AccessGate gate, IReadOnlyList<ListenEndpoint> endpoints)
    {
        kestrel.AddServerHeader = false;
        options.Limits.Apply(kestrel.Limits);
        kestrel.Limits.Http2.InitialStreamWindowSize = StreamWindow;
        kestrel.Limits.Http2.InitialConnectionWindowSize = ConnectionWindow;
        foreach (ListenEndpoint endpoint in endpoints)
        {
            kestrel.Listen(endpoint.Address, listen =>
            {
                listen.Protocols = endpoint.IsTls ? HttpProtocols.Http1AndHttp2 : endpoint.IsClearHttp2 ? HttpProtocols.Http2 : HttpProtocols.Http1;
                if (endpoint.IsTls)
                    listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(gate.Tls()) });
            });
        }
    }

    /// <summary>Waits for nobody and listens to no signal.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
