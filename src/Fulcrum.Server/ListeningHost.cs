using Fulcrum.Problems;
using Fulcrum.Server.Http;
using Fulcrum.Server.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fulcrum.Server;

/// <summary>What every server has: Kestrel within limits, problem documents, metrics, health, the link's probe.</summary>
internal sealed class ListeningHost : IAsyncDisposable
{
    private const int StreamWindow = 8 << 20, ConnectionWindow = 16 << 20;
    private readonly WebApplication _app;

    private ListeningHost(WebApplication app) => _app = app;

    public IReadOnlyList<Uri> Urls => [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a))];

    /// <summary>Listens.</summary>
    /// <param name="options">Where.</param>
    /// <param name="endpoints">The same, parsed.</param>
    /// <param name="map">Adds the routes that are not common.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="InputException"><c>url-taken</c>.</exception>
    public static async Task<ListeningHost> StartAsync(ListenOptions options, IReadOnlyList<System.Net.IPEndPoint> endpoints, Action<IEndpointRouteBuilder> map, CancellationToken cancellation)
    {
        WebApplication app = Build(options, endpoints, map);
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
            return new ListeningHost(app);
        }
        catch (IOException taken)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new InputException("url-taken", options.Url, taken.Message, "Choose another port, or 0 for a free one.", taken);
        }
    }

    public async Task WaitForShutdownAsync(CancellationToken cancellation) => await _app.WaitForShutdownAsync(cancellation).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(ListenOptions options, IReadOnlyList<System.Net.IPEndPoint> endpoints, Action<IEndpointRouteBuilder> map)
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
        CommonRoutes.Map(app, app.Services.GetRequiredService<PrometheusPage>());
        map(app);
        return app;
    }

    private static void Configure(KestrelServerOptions kestrel, ListenOptions options, IReadOnlyList<System.Net.IPEndPoint> endpoints)
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
