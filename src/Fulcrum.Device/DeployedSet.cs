using Fulcrum.Device.Following;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Sets;
using Fulcrum.Stages;
using Fulcrum.Stages.Links;

namespace Fulcrum.Device;

/// <summary>The device's side of a set of plans: follows its table, and answers without a link where the next tier does not. One request at a time.</summary>
public sealed class DeployedSet : IDeployment
{
    /// <summary>Plans that stay loaded besides the one for falling back on.</summary>
    private const int Kept = 4;

    private readonly SetParts _parts;
    private readonly Dictionary<string, ITensorBuffer> _inputs;
    private readonly bool _owns;
    private readonly string _tag;
    private readonly Func<CancellationToken, Task<PlanTimes>> _answer;
    private StageLease? _lease;
    private StageSlot? _slot;

    private DeployedSet(SetParts parts, bool owns)
    {
        (_parts, _owns, _tag, _answer) = (parts, owns, parts.Set.Sha256[..16], AnswerAsync);
        _inputs = Inputs.ToDictionary(i => i.Name, i => parts.Runner.Allocate(StageElements.Of(i.Element), [.. i.Shape.Select(d => (long)d)]));
    }

    /// <summary>The set.</summary>
    public PlanSet Set => _parts.Set;

    /// <summary>How often the plan was changed.</summary>
    public int Switches => _parts.Follower.Switches;

    /// <summary>Probes of the first link.</summary>
    public int Probes => _parts.Watch?.Probes ?? 0;

    /// <inheritdoc/>
    public IReadOnlyList<ManifestValue> Inputs => Set.Plans[0].Manifest.Inputs;

    /// <inheritdoc/>
    public IReadOnlyList<ManifestOutput> Outputs => Set.Plans[0].Manifest.Outputs;

    /// <summary>Loads and checks the first tier of every plan, and runs the plan for falling back on, to know how long it takes.</summary>
    /// <param name="set">The set.</param>
    /// <param name="runner">Runs segments.</param>
    /// <param name="next">Where the second tier listens; null: only plans that need no link are used.</param>
    /// <param name="options">How the table is followed.</param>
    /// <param name="link">The link to the second tier to imitate; null: as it is.</param>
    /// <param name="time">The clock; null takes the system's.</param>
    /// <param name="stage">How segments are run; null for the defaults.</param>
    /// <param name="credentials">What to show the second tier; null: nothing.</param>
    /// <exception cref="InputException">A segment is missing, changed or foreign; or <c>table-no-row</c>.</exception>
    public static DeployedSet Open(PlanSet set, IModelRunner runner, Uri? next, FollowOptions options, LinkShape? link = null, TimeProvider? time = null, StageOptions? stage = null, Credentials? credentials = null)
    {
        TimeProvider clock = time ?? TimeProvider.System;
        options = options with { HasNext = next is not null && set.Table.Tiers.Count > 1 };
        var follower = new PlanFollower(set.Table, options, clock);
        var shelf = StageShelf.Open(Enumerable.Range(0, set.Plans.Count).ToDictionary(p => p, p => set.Plans[p]), 0, runner, stage ?? new StageOptions(), Kept + 1);
        StageHop? hop = options.HasNext ? new StageHop(next!, link, set.Table.Model, credentials) : null;
        var breaker = new LinkBreaker(options.HasNext ? set.Table.Tiers[1] : "", options.Note, clock);
        var parts = new SetParts(set, runner, shelf, follower, breaker, hop, hop is null ? null : new LinkWatch(hop, follower, breaker, clock), options, clock);
        if (follower.Local() is >= 0 and int local)
            Warm(parts, local);
        return new DeployedSet(parts, owns: true);
    }

    /// <inheritdoc/>
    public IDeployment Another() => new DeployedSet(_parts, owns: false);

    /// <inheritdoc/>
    public ITensorBuffer Input(string name) => _inputs[name];

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Output(int position) => _slot!.Output(position);

    /// <inheritdoc/>
    public Task<PlanTimes> RunAsync(CancellationToken cancellation = default) => RequestSpan.RunAsync(Set.Table.Model, _tag, _parts.Options.Deadline, _answer, cancellation);

    private async Task<PlanTimes> AnswerAsync(CancellationToken cancellation)
    {
        var clock = new RequestClock(_parts.Time);
        int row = _parts.Follower.Decide(), local = _parts.Follower.Local();
        bool needsLink = Set.Table.Rows[row].Links > 0;
        if (needsLink && _parts.Breaker.IsOpen && local >= 0)
            return Finish(Take(local), local, clock, isFallback: true);
        if (TryTake(row, local) is not StageRun run)
            return Finish(Take(local), local, clock, isFallback: true);
        run.Compute();
        if (run.IsAnswered)
            return Finished(run, row, clock, isFallback: false);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_parts.Patience(row, local, clock.Elapsed));
        try
        {
            await run.SendAsync(_parts.Hop!, patience.Token).ConfigureAwait(false);
            if (_parts.Breaker.Answered())
                _parts.Follower.Hurry();
            return Finished(run, row, clock, isFallback: false);
        }
        catch (Exception failure) when (failure is HopException || (failure is InputException && local >= 0) || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            _parts.Failed(run, failure);
            return local >= 0 && !_parts.IsTooLate(local, clock.Elapsed, _slot!)
                ? Finish(Take(local), local, clock, isFallback: true)
                : _slot!.LeaveEarly() ? Finished(run, row, clock, isFallback: true)
                : throw new LinkException("run", failure is HopException ? failure.Message : "the next tier does not answer in time, and every plan of the set needs it", failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        GiveBack();
        foreach (ITensorBuffer input in _inputs.Values)
            input.Dispose();
        if (!_owns)
            return;
        _parts.Watch?.Dispose();
        _parts.Hop?.Dispose();
        _parts.Shelf.Dispose();
    }

    private PlanTimes Finish(StageRun run, int row, RequestClock clock, bool isFallback)
    {
        run.Compute();
        return Finished(run, row, clock, isFallback);
    }

    /// <summary>All tiers of the set stand in the times, those that the plan does not use with zeros; what was lost on waiting for nothing counts as the first link's.</summary>
    private PlanTimes Finished(StageRun run, int row, RequestClock clock, bool isFallback)
    {
        PlanTimes own = run.Times();
        double total = isFallback ? clock.Elapsed.TotalMilliseconds : own.TotalMs;
        if (!isFallback || own.LinkMs.Count == 0)
            _parts.Follower.Observe(row, new RequestTimes([.. own.Tiers.Select(t => t.Exit > 0 ? 0 : t.ComputeMs / 1e3)], own.Tiers.Any(t => t.Exit > 0) ? [] : [.. own.LinkMs.Select(l => l / 1e3)], own.BytesUp, own.BytesDown));
        IReadOnlyList<string> names = Set.Table.Tiers;
        StageTiming[] tiers = [.. own.Tiers, .. names.Skip(own.Tiers.Count).Select(n => new StageTiming(n, 0, 0, 0, 0))];
        double[] links = [.. own.LinkMs, .. Enumerable.Repeat(0.0, names.Count - 1 - own.LinkMs.Count)];
        if (links.Length > 0)
            links[0] += Math.Max(0, total - own.TotalMs);
        return new PlanTimes(tiers, links, total, own.BytesUp, own.BytesDown) { Plan = row, IsFallback = isFallback };
    }

    /// <summary>Buffers of a row with the inputs in place; those of the last request are kept while the row stays.</summary>
    private StageRun Take(int row)
    {
        if (_lease?.Number != row)
        {
            GiveBack();
            _lease = _parts.Shelf.Take(row);
            _slot = _lease.Stage.Rent();
        }

        foreach ((string name, ITensorBuffer input) in _inputs)
            input.Bytes.CopyTo(_slot!.Input(name).Bytes);
        return new StageRun(_lease.Stage, _slot!, _parts.Time);
    }

    /// <summary>Buffers of a row; null where its segments cannot be loaded any more (a disk that forgets) and another row can answer.</summary>
    private StageRun? TryTake(int row, int local)
    {
        try
        {
            return Take(row);
        }
        catch (InputException damaged) when (local >= 0 && local != row)
        {
            _parts.Unusable(row, damaged);
            return null;
        }
    }

    private void GiveBack()
    {
        if (_lease is null)
            return;
        _lease.Stage.Return(_slot!);
        _parts.Shelf.Return(_lease);
        (_lease, _slot) = (null, null);
    }

    private static void Warm(SetParts parts, int local)
    {
        StageLease lease = parts.Shelf.Take(local);
        StageSlot slot = lease.Stage.Rent();
        for (int i = 0; i < 3; i++)
        {
            var run = new StageRun(lease.Stage, slot, parts.Time);
            run.Compute();
            if (i > 0)
                parts.Follower.Observe(local, new RequestTimes([run.Times().Tiers[0].ComputeMs / 1e3], [], 0, 0));
        }

        parts.Follower.ScaleModelled();

        // The lease is kept: falling back must not wait for a model to be loaded.
        lease.Stage.Return(slot);
    }
}
