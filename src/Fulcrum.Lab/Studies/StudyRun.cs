using Fulcrum.Lab.Deployments;
using Fulcrum.Lab.Processes;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Studies;

/// <summary>
/// Runs a study to its end: makes what every strategy runs, then rounds of all strategies, each round in an order of its own and every strategy in fresh processes. A strategy that fails is marked with the reason, and the others go on.
/// </summary>
/// <param name="command">This program.</param>
/// <param name="design">The study.</param>
/// <param name="store">Where it is kept.</param>
/// <param name="progress">Told after every piece of work.</param>
/// <param name="note">Is told what failed.</param>
public sealed class StudyRun(FulcrumCommand command, StudyDesign design, StudyStore store, IProgress<WorkProgress>? progress, Action<string> note)
{
    /// <summary>Runs what is not done yet.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        IReadOnlyList<Strategy> strategies = Strategy.Of(design);
        await MakeAsync(strategies, cancellation).ConfigureAwait(false);
        (Strategy Strategy, int Round)[] blocks = [.. Enumerable.Range(0, design.Rounds).SelectMany(r => Shuffled(strategies, r).Select(s => (s, r))), .. design.InFlight > 0 ? Shuffled(strategies, -1).Select(s => (s, -1)) : []];
        for (int b = 0; b < blocks.Length; b++)
        {
            (Strategy strategy, int round) = blocks[b];
            string raw = round < 0 ? store.LoadOf(strategy) : store.RoundOf(strategy, round);
            if (!File.Exists(raw))
                await TryAsync(strategy, () => RunAsync(strategy, round, raw, cancellation), cancellation).ConfigureAwait(false);
            progress?.Report(new WorkProgress("Running strategies", b + 1, blocks.Length));
        }

        SampleFiles.Write(store, design, strategies);
    }

    private async Task MakeAsync(IReadOnlyList<Strategy> strategies, CancellationToken cancellation)
    {
        int done = 0;
        foreach (Strategy strategy in strategies)
        {
            string artefact = store.ArtefactOf(strategy), plan = store.PlanOf(strategy);
            if (!Directory.Exists(plan))
            {
                await TryAsync(strategy, async () =>
                {
                    if (!File.Exists(Path.Combine(artefact, "manifest.json")))
                        await ApplyAsync(strategy, artefact, cancellation).ConfigureAwait(false);
                    StrategyFolder.Write(plan, strategy, ArtefactFolder.Read(artefact));
                }, cancellation).ConfigureAwait(false);
            }

            progress?.Report(new WorkProgress("Making strategies", ++done, strategies.Count));
        }
    }

    private Task ApplyAsync(Strategy strategy, string artefact, CancellationToken cancellation) => ApplyProcess.RunAsync(
        command,
        [
            strategy.Model.File, strategy.Composition, "--work", store.WorkOf(strategy.Model), "--seed", FormattableString.Invariant($"{store.State.Seed}"), "-o", artefact,
            .. strategy.Model.IsJudged ? ["--data", strategy.Model.Data] : NeedsData(strategy) ? ["--data", strategy.Model.Data] : Array.Empty<string>(),
        ],
        progress,
        cancellation);

    /// <summary>Whether anything but cutting is done: operators calibrate and train on data.</summary>
    private static bool NeedsData(Strategy strategy) => strategy.Operator.Composition != "identity";

    private async Task RunAsync(Strategy strategy, int round, string raw, CancellationToken cancellation)
    {
        int share = Math.Max(0, round), requests = (design.Runs / design.Rounds) + (share < design.Runs % design.Rounds ? 1 : 0);
        Directory.CreateDirectory(Path.GetDirectoryName(raw)!);
        var options = new DeploymentOptions
        {
            Folder = store.PlanOf(strategy),
            Data = strategy.Model.Data,
            Warmup = (design.Warmup + design.Rounds - 1) / design.Rounds,
            Requests = Math.Max(1, round < 0 ? design.Runs : requests),
            InFlight = round < 0 ? design.InFlight : 1,
            Raw = raw,
            SessionPerRequest = strategy.Mode == StudyMode.AsPublished,
        };
        await PlanDeployment.RunAsync(command, options.On(strategy.Conditions.System), null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Does a strategy's work unless it failed before; when it fails the study goes on.</summary>
    private async Task TryAsync(Strategy strategy, Func<Task> work, CancellationToken cancellation)
    {
        if (store.Failures.ContainsKey(strategy.Key))
            return;
        try
        {
            cancellation.ThrowIfCancellationRequested();
            await work().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ChildProcessException or InputException or IOException or UnauthorizedAccessException && !cancellation.IsCancellationRequested)
        {
            string reason = failure.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[^1];
            store.Fail(strategy, reason);
            note($"{strategy.Model.Name}, {strategy.OperatorName} on {strategy.Placement.Name}, {strategy.ModeName}: {reason}");
        }
    }

    private Strategy[] Shuffled(IReadOnlyList<Strategy> strategies, int round)
    {
        Strategy[] order = [.. strategies];
        new Random(unchecked((store.State.Seed * 1009) + round)).Shuffle(order);
        return order;
    }
}
