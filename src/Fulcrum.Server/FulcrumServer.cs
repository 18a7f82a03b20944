using Fulcrum.Problems;
using Fulcrum.Runtime;
using Fulcrum.Server.Http;
using Fulcrum.Server.Metrics;
using Fulcrum.Server.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fulcrum.Server;

/// <summary>The inference server: plans, segments and the second half of inference over HTTP.</summary>
public sealed class FulcrumServer : IAsyncDisposable
{
    private const int StreamWindow = 8 << 20, ConnectionWindow = 16 << 20;
    private readonly WebApplication _app;
    private readonly ModelRepository _repository;

    private FulcrumServer(WebApplication app, ModelRepository repository) => (_app, _repository) = (app, repository);

    /// <summary>Where it listens: the HTTP/1.1 address first, then the HTTP/2 one if there is one.</summary>
    public IReadOnlyList<Uri> Urls => [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a))];

    /// <summary>The models served.</summary>
    public IReadOnlyList<string> Models => [.. _repository.Models.Select(m => m.Snapshot.Config.Name)];

    /// <summary>Loads the repository, then listens.</summary>
    /// <exception cref="InputException">Options or repository are wrong, or the address is taken; every problem is named.</exception>
    public static async Task<FulcrumServer> StartAsync(ServerOptions options, CancellationToken cancellation = default)
    {
        var endpoints = options.Endpoints();
        ModelRepository repository = ModelRepository.Load(options.Repository, new OnnxRuntimeRunner(options.Threads));
        WebApplication app = Build(options, endpoints, repository);
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
            return new FulcrumServer(app, repository);
        }
        catch (IOException taken)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            repository.Dispose();
            throw new InputException("url-taken", options.Url, taken.Message, "Choose another port, or 0 for a free one.", taken);
        }
    }

    /// <summary>Waits until the process is asked to stop (SIGTERM, Ctrl-C) or the token is cancelled, then finishes what is in flight.</summary>
    public async Task WaitForShutdownAsync(CancellationToken cancellation = default) =>
        await _app.WaitForShutdownAsync(cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _repository.Dispose();
    }

    private static WebApplication Build(ServerOptions options, IReadOnlyList<System.Net.IPEndPoint> endpoints, ModelRepository repository)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options, endpoints));
        builder.Services.AddSingleton<ServerMetrics>().AddSingleton<PrometheusPage>().AddSingleton(TimeProvider.System);
        WebApplication app = builder.Build();
        app.UseMiddleware<RequestMeter>();
        app.UseMiddleware<ProblemWriter>();
        app.UseRouting();
        RouteTable.Map(app, repository, app.Services.GetRequiredService<PrometheusPage>(), new InferEndpoint(options, TimeProvider.System));
        return app;
    }

    private static void Configure(KestrelServerOptions kestrel, ServerOptions options, IReadOnlyList<System.Net.IPEndPoint> endpoints)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.Http2.InitialStreamWindowSize = StreamWindow;
        kestrel.Limits.Http2.InitialConnectionWindowSize = ConnectionWindow;
        for (int i = 0; i < endpoints.Count; i++)
        {
            HttpProtocols protocols = i == 0 ? HttpProtocols.Http1 : HttpProtocols.Http2;
            kestrel.Listen(endpoints[i], listen => listen.Protocols = protocols);
        }
    }
}
