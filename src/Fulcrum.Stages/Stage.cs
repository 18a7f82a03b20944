using System.Collections.Concurrent;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Stages;

/// <summary>One tier of a plan, loaded: its segments in the runtime, with bound buffers kept for reuse. A tier without segments hands on.</summary>
public sealed class Stage : IDisposable
{
    private const int Kept = 8;
    private readonly IModelRunner _runner;
    private readonly ConcurrentBag<StageSlot> _idle = [];

    private Stage(PlanFolder folder, int index, IModelRunner runner, StageOptions options, IReadOnlyList<StagePart> parts)
    {
        (Folder, Index, _runner, Options, Parts) = (folder, index, runner, options, parts);
        PlanManifest manifest = folder.Manifest;
        Incoming = index == 0 ? [.. manifest.Inputs.Select(i => new ManifestTensor(i.Name, i.Element, i.Shape, PlanCoding.Plain))] : manifest.Links[index - 1].Tensors;
        Outgoing = index < manifest.Links.Count ? manifest.Links[index].Tensors : [];
        Answers = manifest.AnswersFrom(index);
    }

    /// <summary>The plan.</summary>
    public PlanFolder Folder { get; }

    /// <summary>The tier's position.</summary>
    public int Index { get; }

    /// <summary>How its segments are run.</summary>
    public StageOptions Options { get; }

    /// <summary>The tier.</summary>
    public ManifestTier Tier => Folder.Manifest.Tiers[Index];

    /// <summary>The tier's name.</summary>
    public string Name => Tier.Name;

    /// <summary>Whether no tier comes after it.</summary>
    public bool IsLast => Index == Folder.Manifest.Tiers.Count - 1;

    /// <summary>What it receives: the tensors of the link before it, or the model's inputs.</summary>
    public IReadOnlyList<ManifestTensor> Incoming { get; }

    /// <summary>What it sends on; none when it is the last.</summary>
    public IReadOnlyList<ManifestTensor> Outgoing { get; }

    /// <summary>The outputs of its answer: those that it and the tiers after it make.</summary>
    public IReadOnlyList<ManifestOutput> Answers { get; }

    /// <summary>Its segments, first to last.</summary>
    internal IReadOnlyList<StagePart> Parts { get; }

    /// <summary>Loads a tier and makes its first buffers.</summary>
    /// <param name="folder">The plan.</param>
    /// <param name="index">The tier's position.</param>
    /// <param name="runner">Runs its segments.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="pool">Shares loaded segments with other plans' tiers; null: with none.</param>
    /// <exception cref="InputException">A segment is missing, changed, no model that runs, or not the one that the plan describes (<c>plan-segment-foreign</c>).</exception>
    public static Stage Open(PlanFolder folder, int index, IModelRunner runner, StageOptions? options = null, SegmentPool? pool = null)
    {
        var stage = new Stage(folder, index, runner, options ?? new StageOptions(), StagePart.Load(folder, index, runner, pool));
        try
        {
            Problem[] problems = [.. StageCheck.Check(stage)];
            if (problems.Length > 0)
                throw new InputException(problems);
            stage.Return(stage.Rent());
            return stage;
        }
        catch
        {
            stage.Dispose();
            throw;
        }
    }

    /// <summary>Takes buffers for a request; give them back with <see cref="Return"/>.</summary>
    public StageSlot Rent() => _idle.TryTake(out StageSlot? slot) ? slot : new StageSlot(this, _runner);

    /// <summary>Gives buffers back.</summary>
    public void Return(StageSlot slot)
    {
        if (_idle.Count < Kept)
            _idle.Add(slot);
        else
            slot.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (StageSlot slot in _idle)
            slot.Dispose();
        foreach (StagePart part in Parts)
            part.Dispose();
    }
}
