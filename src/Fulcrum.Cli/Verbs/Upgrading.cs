using Fulcrum.Cli.Terminal;
using Fulcrum.Device;
using Fulcrum.Lab.Deployments;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Releases;
using Fulcrum.Protocol.Sets;
using Fulcrum.Runtime;

namespace Fulcrum.Cli.Verbs;

/// <summary>A device's plan from a store of releases: it answers with what is there, fetches its upgrade meanwhile, and goes on with it. A set takes its upgrades at the next start.</summary>
/// <param name="context">The verb's.</param>
/// <param name="store">The store.</param>
/// <param name="folder">The release in use.</param>
/// <param name="opened">It, loaded.</param>
/// <param name="open">Loads a folder.</param>
/// <param name="started">When the verb started.</param>
internal sealed class Upgrading(VerbContext context, string store, string folder, IDeployment opened, Func<string, IDeployment> open, long started)
{
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
    private readonly UpgradingPlan _plan = UpgradingPlan.Open(opened, new OnnxRuntimeRunner(context.Threads), started);
    private Task _work = Task.CompletedTask;

    /// <summary>What answers requests.</summary>
    public IDeployment Plan => _plan;

    /// <summary>Begins to fetch.</summary>
    public void Start() => _work = Task.Run(
        () => UpdateFlags.UpgradeAsync(context, store, upgraded =>
        {
            IDeployment next = open(upgraded);
            if (PlanSet.IsSet(upgraded))
                next.Dispose();
            else
                _plan.Switch(next);
        }, _end.Token), context.Cancellation);

    /// <summary>Ends it, and says what came of it.</summary>
    public async Task<UpgradeReport> EndAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _end.Dispose();
        IReadOnlyList<ReleaseFile> files = ReleaseFolder.Read(folder).Release.Manifest.Files;
        long Sum(Func<ReleaseFile, bool> which) => files.Where(f => f.Path is not PlanFolder.FileName && which(f)).Sum(f => f.Bytes);
        UpgradeTimes times = _plan.Times;
        return new UpgradeReport(Sum(f => f.Upgrade is null), Sum(f => f.Upgrade is not null), times.FirstAnswer?.TotalSeconds, times.Switched?.TotalSeconds, times.Switched is null ? null : times.RequestsBefore);
    }
}
