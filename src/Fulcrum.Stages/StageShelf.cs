using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Stages;

/// <summary>One tier of several plans, of which the last used stay loaded: what the tier's memory holds is bounded, whatever the number of plans.</summary>
public sealed class StageShelf : IDisposable
{
    private readonly IModelRunner _runner;
    private readonly StageOptions _options;
    private readonly int _kept;
    private readonly SegmentPool _pool = new();
    private readonly Dictionary<int, StageLease> _open = [];
    private readonly Dictionary<ulong, int> _tags = [];
    private long _uses;

    private StageShelf(IReadOnlyDictionary<int, PlanFolder> plans, int tier, IModelRunner runner, StageOptions options, int kept)
    {
        (Plans, Tier, _runner, _options, _kept) = (plans, tier, runner, options, kept);
        foreach ((int number, PlanFolder plan) in plans)
            _tags[plan.Tag] = number;
        MostBytes = tier == 0 ? 0 : plans.Values.Max(p => PlanFrame.MaximumLength(p.Manifest.Links[tier - 1].Tensors));
    }

    /// <summary>The plans that have the tier, by their numbers.</summary>
    public IReadOnlyDictionary<int, PlanFolder> Plans { get; }

    /// <summary>The tier's position.</summary>
    public int Tier { get; }

    /// <summary>The most bytes of a message that any of the plans takes.</summary>
    public int MostBytes { get; }

    /// <summary>How many segments are loaded now.</summary>
    public int Segments => _pool.Count;

    /// <summary>Loads every plan's tier once, so that whatever is wrong is said now, and keeps the last.</summary>
    /// <param name="plans">The plans that have the tier, by numbers of one's own.</param>
    /// <param name="tier">Its position.</param>
    /// <param name="runner">Runs segments.</param>
    /// <param name="options">How.</param>
    /// <param name="kept">How many plans stay loaded that nobody uses, at least 1.</param>
    /// <exception cref="InputException">As <see cref="Stage.Open"/>.</exception>
    public static StageShelf Open(IReadOnlyDictionary<int, PlanFolder> plans, int tier, IModelRunner runner, StageOptions options, int kept)
    {
        var shelf = new StageShelf(plans, tier, runner, options, kept);
        try
        {
            foreach (int number in plans.Keys.OrderDescending())
                shelf.Return(shelf.Take(number));
            return shelf;
        }
        catch
        {
            shelf.Dispose();
            throw;
        }
    }

    /// <summary>The number of the plan with a tag; -1 when there is none.</summary>
    public int Find(ulong tag) => _tags.GetValueOrDefault(tag, -1);

    /// <summary>A plan's tier, loaded; to be given back with <see cref="Return"/>.</summary>
    public StageLease Take(int number)
    {
        lock (_open)
        {
            if (!_open.TryGetValue(number, out StageLease? lease))
                _open[number] = lease = new StageLease(number, Stage.Open(Plans[number], Tier, _runner, _options, _pool));
            lease.Users++;
            lease.LastUse = ++_uses;
            return lease;
        }
    }

    /// <summary>Gives a tier back; those longest not used are freed.</summary>
    public void Return(StageLease lease)
    {
        lock (_open)
        {
            lease.Users--;
            while (_open.Count > _kept && _open.Values.Where(l => l.Users == 0).MinBy(l => l.LastUse) is { } oldest)
            {
                _open.Remove(oldest.Number);
                oldest.Stage.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (StageLease lease in _open.Values)
            lease.Stage.Dispose();
        _open.Clear();
    }
}

/// <summary>A tier of a plan that somebody uses.</summary>
public sealed class StageLease
{
    internal StageLease(int number, Stage stage) => (Number, Stage) = (number, stage);

    /// <summary>The plan's number.</summary>
    public int Number { get; }

    /// <summary>The tier.</summary>
    public Stage Stage { get; }

    internal int Users { get; set; }

    internal long LastUse { get; set; }
}
