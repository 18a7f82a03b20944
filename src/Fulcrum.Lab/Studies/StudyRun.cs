using Fulcrum.Data;
using Fulcrum.Data.Descriptions;
using Fulcrum.Lab.Artefacts;
using Fulcrum.Lab.Calibration;
using Fulcrum.Lab.Deployments;
using Fulcrum.Lab.Emulation;
using Fulcrum.Lab.Processes;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

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
    /// <summary>The number of the block under load, which comes after all rounds.</summary>
    private const int Load = -1;

    private readonly Dictionary<string, string> _data = [];
    private readonly Dictionary<string, ChildProcessException> _unmade = [];

    /// <summary>Runs what is not done yet.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        IReadOnlyList<Strategy> strategies = Strategy.Of(design);
        var beds = new StudyBed(command, store.State.Seed);
        await using (beds.ConfigureAwait(false))
        {
            // Real machines that are away are said before the hours of making, not after.
            if (design.System.Tiers.Any(t => t.Ssh is not null))
                await beds.OfAsync(design.Conditions[0], cancellation).ConfigureAwait(false);
            await MakeAsync(strategies, cancellation).ConfigureAwait(false);
            await MeasureAsync(beds, strategies, cancellation).ConfigureAwait(false);
        }

        SampleFiles.Write(store, design, strategies);
    }

    private async Task MeasureAsync(StudyBed beds, IReadOnlyList<Strategy> strategies, CancellationToken cancellation)
    {
        IEnumerable<int> rounds = Enumerable.Range(0, design.Rounds).Concat(design.InFlight > 0 ? [Load] : []);
        (Strategy Strategy, int Round)[] blocks = [.. rounds.SelectMany(r => Shuffled(design.Conditions, r).SelectMany(c => Shuffled([.. strategies.Where(s => s.Conditions == c)], r).Select(s => (s, r))))];
        if (store.Emulation is null)
            await CalibrateAsync(await beds.OfAsync(design.Conditions[0], cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        for (int b = 0; b < blocks.Length; b++)
        {
            (Strategy strategy, int round) = blocks[b];
            string raw = round == Load ? store.LoadOf(strategy) : store.RoundOf(strategy, round);
            if (!File.Exists(raw) && !await TryAsync(strategy, () => RunAsync(beds, strategy, round, raw, cancellation), cancellation).ConfigureAwait(false))
                await beds.DisposeAsync().ConfigureAwait(false);
            progress?.Report(new WorkProgress("Running strategies", b + 1, blocks.Length));
        }
    }

    private async Task MakeAsync(IReadOnlyList<Strategy> strategies, CancellationToken cancellation)
    {
        int done = 0;
        foreach (Strategy strategy in strategies)
        {
            string artefact = store.ArtefactOf(strategy), plan = store.PlanOf(strategy);
            // Of the files of a folder this one is put in its place last.
            if (!File.Exists(Path.Combine(plan, PlanFolder.FileName)))
            {
                await TryAsync(strategy, async () =>
                {
                    if (!File.Exists(Path.Combine(artefact, "manifest.json")))
                        await ApplyOnceAsync(strategy, artefact, cancellation).ConfigureAwait(false);
                    StrategyFolder.Write(plan, strategy, ArtefactFolder.Read(artefact));
                }, cancellation).ConfigureAwait(false);
            }

            progress?.Report(new WorkProgress("Making strategies", ++done, strategies.Count));
        }
    }

    private async Task CalibrateAsync(TestBed bed, CancellationToken cancellation) =>
        store.Emulation = new StudyEmulation(StudyEmulation.NameOf(bed.Kind), bed.LoopbackReason, bed.NotLimited, design.Calibrate ? await CalibratedAsync(bed, cancellation).ConfigureAwait(false) : null)
        {
            Machines = await bed.DescribeAsync(cancellation).ConfigureAwait(false),
        };

    private async Task<CalibrationResult> CalibratedAsync(TestBed bed, CancellationToken cancellation)
    {
        try
        {
            return await Calibrator.RunAsync(bed, progress, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            string fault = $"the tiers could not be measured: {LastLine(failure)}";
            note(fault);
            return new CalibrationResult([], [], [fault]);
        }
    }

    /// <summary>Makes an artefact; what failed for one strategy is not tried again for the next that runs the same.</summary>
    private async Task ApplyOnceAsync(Strategy strategy, string artefact, CancellationToken cancellation)
    {
        if (_unmade.TryGetValue(artefact, out ChildProcessException? before))
            throw before;
        try
        {
            await ApplyAsync(strategy, artefact, cancellation).ConfigureAwait(false);
        }
        catch (ChildProcessException failure)
        {
            _unmade[artefact] = failure;
            throw;
        }
    }

    private Task ApplyAsync(Strategy strategy, string artefact, CancellationToken cancellation) => ChildProcess.RunAsync(
        command,
        "apply",
        [
            strategy.Model.File, strategy.Composition, "--work", store.WorkOf(strategy.Model), "--seed", FormattableString.Invariant($"{store.State.Seed}"), "-o", artefact,
            .. strategy.Model.IsJudged || strategy.Operator.NeedsData ? ["--data", strategy.Model.Data] : Array.Empty<string>(),
            .. strategy.Model.IsJudged ? Array.Empty<string>() : ["--metric", "none"],
        ],
        progress,
        cancellation);

    /// <summary>The samples that requests are made of, and no more: the device opens them under its own quota.</summary>
    private string DataOf(StudyModel model)
    {
        if (!_data.TryGetValue(model.Name, out string? path))
            _data[model.Name] = path = DatasetExcerpt.Write(store.DataOf(model), DatasetStore.Open(model.Data), Math.Max(design.Warmup, design.Runs)) ?? model.Data;
        return path;
    }

    private async Task RunAsync(StudyBed beds, Strategy strategy, int round, string raw, CancellationToken cancellation)
    {
        int share = Math.Max(0, round), requests = (design.Runs / design.Rounds) + (share < design.Runs % design.Rounds ? 1 : 0);
        Directory.CreateDirectory(Path.GetDirectoryName(raw)!);
        var options = new DeploymentOptions
        {
            Folder = store.PlanOf(strategy),
            Data = DataOf(strategy.Model),
            Warmup = (design.Warmup + design.Rounds - 1) / design.Rounds,
            Requests = Math.Max(1, round == Load ? design.Runs : requests),
            InFlight = round == Load ? design.InFlight : 1,
            Raw = raw,
            SessionPerRequest = strategy.Mode == StudyMode.AsPublished,
        };
        TestBed bed = await beds.OfAsync(strategy.Conditions, cancellation).ConfigureAwait(false);
        if (store.Emulation is { } begun && begun.Kind != StudyEmulation.NameOf(bed.Kind))
            throw new InputException("study-emulation", store.Folder, $"The study was begun on {begun.Kind}, and here is {StudyEmulation.NameOf(bed.Kind)}{(bed.LoopbackReason is string reason ? $" ({reason})" : "")}: times of the two cannot stand together.", "Resume it where and as whom it was begun.");
        await PlanDeployment.RunAsync(bed, options, null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Does a strategy's work unless it failed before; when it fails the study goes on.</summary>
    /// <returns>Whether it did not fail now.</returns>
    private async Task<bool> TryAsync(Strategy strategy, Func<Task> work, CancellationToken cancellation)
    {
        if (store.Failures.ContainsKey(strategy.Key))
            return true;
        try
        {
            cancellation.ThrowIfCancellationRequested();
            await work().ConfigureAwait(false);
            return true;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            // Whatever it is: hours of other strategies are not given up for it.
            string reason = LastLine(failure);
            store.Fail(strategy, reason);
            note($"{strategy.Model.Name}, {strategy.OperatorName} on {strategy.Placement.Name}, {strategy.ModeName}{strategy.Conditions.Suffix}: {reason}");
            return false;
        }
    }

    private static string LastLine(Exception failure) => failure.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? failure.GetType().Name;

    private T[] Shuffled<T>(IReadOnlyList<T> all, int round)
    {
        T[] order = [.. all];
        new Random(unchecked((store.State.Seed * 1009) + round)).Shuffle(order);
        return order;
    }
}
