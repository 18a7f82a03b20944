using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Sets;
using Fulcrum.Runtime;
using Fulcrum.Server.Dashboard;
using Fulcrum.Server.Hosting;
using Fulcrum.Server.Http;
using Fulcrum.Server.Phases;
using Fulcrum.Stages;

namespace Fulcrum.Server;

/// <summary>Hosts one tier of a deployed plan, or of all plans of a set: runs its segment on what the tier before sends, and answers itself or asks the next tier.</summary>
public sealed class StageServer : IAsyncDisposable
{
    private readonly ListeningHost _host;
    private readonly StageShelf _shelf;
    private readonly StageHop? _hop;

    private StageServer(ListeningHost host, StageShelf shelf, StageHop? hop) => (_host, _shelf, _hop) = (host, shelf, hop);

    internal IReadOnlyList<Microsoft.AspNetCore.Http.Endpoint> Routes => _host.Routes;

    /// <summary>Where it listens: the HTTP/1.1 address first, then the HTTP/2 one if there is one.</summary>
    public IReadOnlyList<Uri> Urls => _host.Urls;

    /// <summary>The plans' model.</summary>
    public string Model => _shelf.Plans.Values.First().Manifest.Model;

    /// <summary>Loads the tier's segments, then listens.</summary>
    /// <param name="options">What and where.</param>
    /// <param name="life">When to end; null: with the token or when disposed.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="InputException">Options, plan or segment are wrong, or the address is taken.</exception>
    public static async Task<StageServer> StartAsync(StageServerOptions options, ServerLife? life = null, CancellationToken cancellation = default)
    {
        IReadOnlyList<ListenEndpoint> endpoints = options.Endpoints();
        IReadOnlyList<PlanFolder> all = PlanSet.IsSet(options.Plan) ? PlanSet.Read(options.Plan).Plans : [PlanFolder.Read(options.Plan)];
        PlanFolder longest = all.MaxBy(p => p.Manifest.Tiers.Count)!;
        int index = Check(longest, options);
        StageShelf? shelf = null;
        StageHop? hop = null;
        try
        {
            var plans = all.Select((p, i) => (Plan: p, Number: i)).Where(p => p.Plan.Manifest.Tiers.Count > index).ToDictionary(p => p.Number, p => p.Plan);
            shelf = StageShelf.Open(plans, index, new OnnxRuntimeRunner(options.Threads), options.Stage, options.KeptPlans);
            hop = options.Next is Uri next ? new StageHop(next, options.NextLink, longest.Manifest.Model, options.NextCredentials) : null;
            var phases = new PhaseLog(TimeProvider.System);
            var endpoint = new StageEndpoint(shelf, longest.Manifest.Model, hop, phases, TimeProvider.System);
            var served = new Served(options.Limits, phases, () => [], [.. plans.Values.Select(p => new ServedPlan(p, options.Plan, options.Tier))]);
            ListeningHost host = await ListeningHost.StartAsync(options, endpoints, life ?? new ServerLife(options.DrainDelay), routes =>
            {
                endpoint.Map(routes);
                new ReleaseEndpoint(options.Plan).Map(routes);
                DashboardRoutes.Map(routes, served);
            }, cancellation).ConfigureAwait(false);
            return new StageServer(host, shelf, hop);
        }
        catch
        {
            hop?.Dispose();
            shelf?.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the process is asked to stop (<see cref="Hosting.ServerLife"/>) or the token is cancelled, then finishes what is in flight.</summary>
    public async Task WaitForShutdownAsync(CancellationToken cancellation = default) =>
        await _host.WaitForShutdownAsync(cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync().ConfigureAwait(false);
        _hop?.Dispose();
        _shelf.Dispose();
    }

    private static int Check(PlanFolder longest, StageServerOptions options)
    {
        int index = longest.Find(options.Tier), last = longest.Manifest.Tiers.Count - 1;
        if (index == 0)
            throw new InputException("tier-first", options.Tier, "The first tier is the device, which is not served.", "Serve another tier; run this one with the verb device.");
        if (index < last && options.Next is null)
            throw new InputException("option-missing", "--next", $"Tier '{options.Tier}' is not the last of the plan.", $"Give the address of tier '{longest.Manifest.Tiers[index + 1].Name}'.");
        return index == last && options.Next is not null
            ? throw new InputException("option-malformed", "--next", $"Tier '{options.Tier}' is the last of the plan.", "Leave the address out.")
            : index;
    }
}
