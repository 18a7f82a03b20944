using Fulcrum.Problems;
using Fulcrum.Runtime;
using Fulcrum.Server.Batching;
using Fulcrum.Server.Dashboard;
using Fulcrum.Server.Hosting;
using Fulcrum.Server.Http;
using Fulcrum.Server.Http.V2;
using Fulcrum.Server.Metrics;
using Fulcrum.Server.Models;
using Fulcrum.Server.Phases;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fulcrum.Server;

/// <summary>The inference server: any model by the Open Inference Protocol, and plans, segments and second halves of planned chains.</summary>
public sealed class FulcrumServer : IAsyncDisposable
{
    private readonly ListeningHost _host;
    private readonly ModelRepository _repository;

    private FulcrumServer(ListeningHost host, ModelRepository repository) => (_host, _repository) = (host, repository);

    internal IReadOnlyList<Microsoft.AspNetCore.Http.Endpoint> Routes => _host.Routes;

    /// <summary>Where it listens: the HTTP/1.1 address first, then the HTTP/2 one if there is one.</summary>
    public IReadOnlyList<Uri> Urls => _host.Urls;

    /// <summary>The models served.</summary>
    public IReadOnlyList<string> Models => [.. _repository.Models.Where(m => m.Default is not null).Select(m => m.Name)];

    /// <summary>What the models' configurations hold that is not used, and why models are not available; each a line.</summary>
    public IReadOnlyList<string> Warnings => [.. _repository.Warnings, .. _repository.Models.SelectMany(m => m.Versions.Where(v => v.State is null).Select(v => $"{m.Name} is not available: {v.Reason}"))];

    /// <summary>Loads the repository, then listens.</summary>
    /// <param name="options">What and where.</param>
    /// <param name="life">When to end; null: with the token or when disposed.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="InputException">Options or repository are wrong, or the address is taken; every problem is named.</exception>
    public static async Task<FulcrumServer> StartAsync(ServerOptions options, ServerLife? life = null, CancellationToken cancellation = default)
    {
        ServerLife alive = life ?? new ServerLife(options.DrainDelay);
        IReadOnlyList<ListenEndpoint> endpoints = options.Endpoints();
        ModelRepository repository = ModelRepository.Load(options.Repository, new OnnxRuntimeRunner(options.Threads), options.Models, options.ModelControl ? options.LoadModels : null, TimeProvider.System);
        try
        {
            ListeningHost host = await ListeningHost.StartAsync(options, endpoints, alive, routes => Map(routes, options, repository, alive), cancellation).ConfigureAwait(false);
            return new FulcrumServer(host, repository);
        }
        catch
        {
            repository.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the process is asked to stop (<see cref="Hosting.ServerLife"/>) or the token is cancelled, then finishes what is in flight.</summary>
    public async Task WaitForShutdownAsync(CancellationToken cancellation = default) =>
        await _host.WaitForShutdownAsync(cancellation).ConfigureAwait(false);

    private static void Map(IEndpointRouteBuilder routes, ServerOptions options, ModelRepository repository, ServerLife life)
    {
        var phases = new PhaseLog(TimeProvider.System);
        RouteTable.Map(routes, repository, new Http.InferEndpoint(options, phases, TimeProvider.System));
        V2Routes.Map(routes, repository, new ClientLimits(options.MaxClientRequests), options.ModelControl, () => life.IsWanted, phases, TimeProvider.System);
        DashboardRoutes.Map(routes, new Served(options.Limits, phases, () => repository.Models.Select(m => m.Default).OfType<ModelState>().Select(Shown), []));
        routes.ServiceProvider.GetRequiredService<PrometheusPage>().Add(text => TritonPage.Render(text, [.. repository.Models.SelectMany(m => m.Versions).Select(v => v.State).OfType<ModelState>().Select(s => (s.Config.Name, s.Version, s.Counts))]));
    }

    private static ServedModel Shown(ModelState model) =>
        new(model.Config.Name, model.Version, Path.Combine(model.Config.Folder, model.Version, ModelSnapshot.ModelFile), model.Chain?.Snapshot.Planner);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync().ConfigureAwait(false);
        _repository.Dispose();
    }
}
