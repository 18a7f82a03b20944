using Fulcrum.Problems;
using Fulcrum.Runtime;
using Fulcrum.Server.Dashboard;
using Fulcrum.Server.Hosting;
using Fulcrum.Server.Http;
using Fulcrum.Server.Models;
using Fulcrum.Server.Phases;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server;

/// <summary>The inference server: plans, segments and the second half of inference over HTTP.</summary>
public sealed class FulcrumServer : IAsyncDisposable
{
    private readonly ListeningHost _host;
    private readonly ModelRepository _repository;

    private FulcrumServer(ListeningHost host, ModelRepository repository) => (_host, _repository) = (host, repository);

    internal IReadOnlyList<Microsoft.AspNetCore.Http.Endpoint> Routes => _host.Routes;

    /// <summary>Where it listens: the HTTP/1.1 address first, then the HTTP/2 one if there is one.</summary>
    public IReadOnlyList<Uri> Urls => _host.Urls;

    /// <summary>The models served.</summary>
    public IReadOnlyList<string> Models => [.. _repository.Models.Select(m => m.Snapshot.Config.Name)];

    /// <summary>Loads the repository, then listens.</summary>
    /// <param name="options">What and where.</param>
    /// <param name="life">When to end; null: with the token or when disposed.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="InputException">Options or repository are wrong, or the address is taken; every problem is named.</exception>
    public static async Task<FulcrumServer> StartAsync(ServerOptions options, ServerLife? life = null, CancellationToken cancellation = default)
    {
        IReadOnlyList<ListenEndpoint> endpoints = options.Endpoints();
        ModelRepository repository = ModelRepository.Load(options.Repository, new OnnxRuntimeRunner(options.Threads));
        try
        {
            ListeningHost host = await ListeningHost.StartAsync(options, endpoints, life ?? new ServerLife(options.DrainDelay), routes => Map(routes, options, repository), cancellation).ConfigureAwait(false);
            return new FulcrumServer(host, repository);
        }
        catch
        {
            repository.Dispose();
            throw;
        }
    }

    private static void Map(IEndpointRouteBuilder routes, ServerOptions options, ModelRepository repository)
    {
        var phases = new PhaseLog(TimeProvider.System);
        RouteTable.Map(routes, repository, new InferEndpoint(options, phases, TimeProvider.System));
        DashboardRoutes.Map(routes, new Served(options.Limits, phases, () => repository.Models.Select(m => new ServedModel(m.Snapshot.Config.Name, m.Snapshot.Config.Version, m.Snapshot.ModelPath, m.Snapshot.Planner)), []));
    }

    /// <summary>Waits until the process is asked to stop (<see cref="Hosting.ServerLife"/>) or the token is cancelled, then finishes what is in flight.</summary>
    public async Task WaitForShutdownAsync(CancellationToken cancellation = default) =>
        await _host.WaitForShutdownAsync(cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync().ConfigureAwait(false);
        _repository.Dispose();
    }
}
