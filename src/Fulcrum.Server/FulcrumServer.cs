using Fulcrum.Problems;
using Fulcrum.Server.Batching;
using Fulcrum.Server.Dashboard;
using Fulcrum.Server.Hosting;
using Fulcrum.Server.Http;
using Fulcrum.Server.Http.V2;
using Fulcrum.Server.Metrics;
using Fulcrum.Server.Models;
using Fulcrum.Server.Phases;
using Fulcrum.Server.Rollout;
using Fulcrum.Server.Running;
using Fulcrum.Stores.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fulcrum.Server;

/// <summary>The inference server: any model by the Open Inference Protocol, and plans, segments and second halves of planned chains. With a store it follows what is published there.</summary>
public sealed class FulcrumServer : IRunningServer
{
    private readonly EarlyLog _log = new("Rollout");
    private readonly StoredModels? _stored;
    private readonly StoreFollower? _follower;
    private readonly ModelRunners _runners;
    private readonly DeviceRegistry _devices;
    private ListeningHost _host = null!;
    private ModelRepository _repository = null!;

    private FulcrumServer(ServerOptions options)
    {
        _runners = new ModelRunners(options.Threads, options.Isolate, options.Worker);
        _devices = new DeviceRegistry(TimeProvider.System, options.Following?.Store, _log);
        if (options.LoadModels.Count > 0 && !options.ModelControl)
            throw new InputException("option-malformed", "--load-model", "All models are loaded at the start.", "Use it with --model-control explicit, in the configuration file with control: explicit.");
        if (options.Following is not { } following)
            return;
        if (options.ModelControl)
            throw new InputException("option-malformed", "--model-control", "Models of a store are loaded and unloaded by what is published.", "Leave one of the two out.");
        _stored = new StoredModels(following, options.Repository, _log, TimeProvider.System);
        _follower = new StoreFollower(following, _stored.LookAsync, _log, TimeProvider.System);
    }

    private bool IsReady => _repository.IsReady && (_follower is null || _repository.Models.Count > 0);

    internal IReadOnlyList<Endpoint> Routes => _host.Routes;

    /// <inheritdoc/>
    public IReadOnlyList<Uri> Urls => _host.Urls;

    /// <inheritdoc/>
    public IReadOnlyList<string> Models => [.. _repository.Models.Where(m => m.Default is not null).Select(m => m.Name)];

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => [.. _log.EarlyWarnings, .. _repository.Warnings, .. _repository.Models.SelectMany(m => m.Versions.Where(v => v.State is null).Select(v => $"{m.Name} is not available: {v.Reason}"))];

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => _runners.Log.Early;

    /// <summary>Loads the repository, then listens. With a store that is away it begins with what the folder holds, and is ready when there is a model.</summary>
    /// <param name="options">What and where.</param>
    /// <param name="life">When to end; null: with the token or when disposed.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="InputException">Options or repository are wrong, or the address is taken; every problem is named.</exception>
    public static async Task<FulcrumServer> StartAsync(ServerOptions options, ServerLife? life = null, CancellationToken cancellation = default)
    {
        ServerLife alive = life ?? new ServerLife(options.DrainDelay);
        IReadOnlyList<ListenEndpoint> endpoints = options.Endpoints();
        var server = new FulcrumServer(options);
        try
        {
            await server.LoadAsync(options, cancellation).ConfigureAwait(false);
            server._host = await ListeningHost.StartAsync(options, endpoints, alive, routes => server.Map(routes, options), cancellation, () => server.IsReady, before: server._follower is null ? null : server.FindAsync).ConfigureAwait(false);
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
        _repository?.Dispose();
    }

    private async Task LoadAsync(ServerOptions options, CancellationToken cancellation)
    {
        if (_follower is not null)
        {
            Directory.CreateDirectory(options.Repository);
            try
            {
                await _follower.LookAsync(cancellation).ConfigureAwait(false);
            }
            catch (StoreException)
            {
                // It is tried again for as long as the server runs; the log says so.
            }
        }

        IReadOnlyList<string>? names = options.ModelControl ? [.. options.LoadModels.Distinct()] : _follower is null ? null : new ModelFolders(options.Repository).Names;
        if (_follower is null && Directory.Exists(options.Repository))
            _runners.Require(new ModelFolders(options.Repository).Names.ToArray());
        _repository = ModelRepository.Load(options.Repository, c => _runners.For(c.Name, c.Isolate, c.IsolateMemory), options.Models, names, TimeProvider.System);
        _stored?.Begin(_repository);
    }

    private static ServedModel Shown(ModelState model) =>
        new(model.Config.Name, model.Version, Path.Combine(model.Config.Folder, model.Version, ModelSnapshot.ModelFile), model.Chain?.Snapshot.Planner);

    /// <summary>A model or version that another replica may know already is looked for before the request is answered.</summary>
    private async Task FindAsync(HttpContext context)
    {
        if (context.GetRouteValue("name") is string name && !_repository.Knows(name, context.GetRouteValue("version") as string))
            await _follower!.LookForRequestAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private void Map(IEndpointRouteBuilder routes, ServerOptions options)
    {
        ModelRepository repository = _repository;
        var phases = new PhaseLog(TimeProvider.System);
        DashboardRoutes.Map(routes, new Served(options.Limits, phases, _devices, () => repository.Models.Select(m => m.Default).OfType<ModelState>().Select(Shown), () => []));
        RouteTable.Map(routes, repository, new SecondHalfEndpoint(options, phases, TimeProvider.System), _follower is null ? null : _follower.LookForRequestAsync);
        V2Routes.Map(routes, repository, new ClientLimits(options.MaxClientRequests), options.ModelControl, phases, TimeProvider.System);
        PrometheusPage page = routes.ServiceProvider.GetRequiredService<PrometheusPage>();
        page.Add(text => TritonPage.Render(text, [.. repository.Models.SelectMany(m => m.Versions).Select(v => v.State).OfType<ModelState>().Select(s => (s.Config.Name, s.Version, s.Counts))]));
        page.Add(text => WorkerPage.Render(text, _runners.Restarts));
        _runners.Log.Attach(routes.ServiceProvider.GetRequiredService<ILoggerFactory>());
        _log.Attach(routes.ServiceProvider.GetRequiredService<ILoggerFactory>());
        if (_follower is not null)
            page.Add(text => StorePage.Render(text, _follower.IsInStep, _stored!.Versions));
    }
}
