using Fulcrum.Problems;
using Fulcrum.Server.Dashboard;
using Fulcrum.Server.Hosting;
using Fulcrum.Server.Http;
using Fulcrum.Server.Metrics;
using Fulcrum.Server.Phases;
using Fulcrum.Server.Rollout;
using Fulcrum.Server.Running;
using Fulcrum.Stores.Contracts;
using Fulcrum.Stores.Publishing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fulcrum.Server;

/// <summary>Hosts one tier of a deployed plan, or of all plans of a set: runs its segment on what the tier before sends, and answers itself or asks the next tier. With a store it follows what is published there.</summary>
public sealed class StageServer : IRunningServer
{
    private readonly StageServerOptions _options;
    private readonly ServedPlans _plans = new();
    private readonly EarlyLog _log = new("Rollout");
    private readonly StoredPlans? _stored;
    private readonly StoreFollower? _follower;
    private readonly ModelRunners _runners;
    private readonly DeviceRegistry _devices;
    private ListeningHost _host = null!;

    private StageServer(StageServerOptions given)
    {
        _runners = new ModelRunners(given.Threads, given.Isolate, given.Worker);
        _devices = new DeviceRegistry(TimeProvider.System, given.Following?.Store, _log);
        StageServerOptions options = _options = given with { Runners = _runners };
        if (options.Following is not { } following)
            return;
        _stored = new StoredPlans(following, options, _plans, _log);
        _follower = new StoreFollower(following, _stored.LookAsync, _log, TimeProvider.System);
        _plans.Look = _follower.LookForRequestAsync;
    }

    internal IReadOnlyList<Microsoft.AspNetCore.Http.Endpoint> Routes => _host.Routes;

    /// <inheritdoc/>
    public IReadOnlyList<Uri> Urls => _host.Urls;

    /// <inheritdoc/>
    public IReadOnlyList<string> Models => [.. _plans.Generations.Select(g => g.Model).Distinct()];

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => _runners.Log.Early;

    /// <summary>Loads the tier's segments, then listens. With a store that is away, or where nothing is published, it listens at once and is ready when there is something to serve.</summary>
    /// <param name="options">What and where.</param>
    /// <param name="life">When to end; null: with the token or when disposed.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="InputException">Options, plan or segment are wrong, or the address is taken.</exception>
    public static async Task<StageServer> StartAsync(StageServerOptions options, ServerLife? life = null, CancellationToken cancellation = default)
    {
        IReadOnlyList<ListenEndpoint> endpoints = options.Endpoints();
        var server = new StageServer(options);
        try
        {
            await server.LoadAsync(cancellation).ConfigureAwait(false);
            server._host = await ListeningHost.StartAsync(options, endpoints, life ?? new ServerLife(options.DrainDelay), server.Map, cancellation, () => server._plans.IsReady).ConfigureAwait(false);
            server._follower?.Start();
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task WaitForShutdownAsync(CancellationToken cancellation = default) =>
        await _host.WaitForShutdownAsync(cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync().ConfigureAwait(false);
        await _devices.DisposeAsync().ConfigureAwait(false);
        if (_follower is not null)
            await _follower.DisposeAsync().ConfigureAwait(false);
        _stored?.Dispose();
        _plans.Dispose();
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        if (_follower is null)
        {
            _plans.Swap([PlanGeneration.Open(_options.Plan, _options)]);
            _runners.Require([.. Models]);
            return;
        }

        try
        {
            await _follower.LookAsync(cancellation).ConfigureAwait(false);
            if (!_plans.IsReady && _stored!.Refusal is { } refusal)
                throw new InputException(refusal.Problems, refusal);
            if (!_plans.IsReady)
                _log.Say("version", $"nothing is published as {_options.Plan} yet: not ready until then", isWarning: true);
        }
        catch (StoreException)
        {
            // It is tried again for as long as the server runs; the log says so.
        }

        Warnings = _log.EarlyWarnings;
    }

    private void Map(IEndpointRouteBuilder routes)
    {
        var phases = new PhaseLog(TimeProvider.System);
        new StageEndpoint(_plans, phases, TimeProvider.System).Map(routes);
        DashboardRoutes.Map(routes, new Served(_options.Limits, phases, _devices, () => [], () => [.. _plans.Generations.SelectMany(g => g.Shelf.Plans.Values.Select(p => new ServedPlan(p, g.Folder, _options.Tier)))]));
        new ReleaseEndpoint(() => _follower is null ? [_options.Plan] : [.. _plans.Generations.Select(g => g.Folder)], _plans.Look).Map(routes);
        routes.ServiceProvider.GetRequiredService<PrometheusPage>().Add(text => WorkerPage.Render(text, _runners.Restarts));
        _runners.Log.Attach(routes.ServiceProvider.GetRequiredService<ILoggerFactory>());
        _log.Attach(routes.ServiceProvider.GetRequiredService<ILoggerFactory>());
        if (_follower is not null)
            routes.ServiceProvider.GetRequiredService<PrometheusPage>().Add(text => StorePage.Render(text, _follower.IsInStep, [(Publication.Plans, _options.Plan, _stored!.Version)]));
    }
}
