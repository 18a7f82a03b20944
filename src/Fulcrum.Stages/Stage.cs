using System.Collections.Concurrent;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Onnx;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Stages;

/// <summary>One tier of a plan, loaded: its segment in the runtime, with bound buffers kept for reuse. A tier without a segment hands on.</summary>
public sealed class Stage : IDisposable
{
    private const int Kept = 8;
    private readonly IModelRunner _runner;
    private readonly ILoadedModel? _model;
    private readonly ConcurrentBag<StageSlot> _idle = [];

    private Stage(PlanFolder folder, int index, IModelRunner runner, ILoadedModel? model, int slowdown)
    {
        (Folder, Index, _runner, _model, Slowdown) = (folder, index, runner, model, slowdown);
        PlanManifest manifest = folder.Manifest;
        Incoming = index == 0 ? [.. manifest.Inputs.Select(i => new ManifestTensor(i.Name, i.Element, i.Shape, PlanCoding.Plain))] : manifest.Links[index - 1].Tensors;
        Outgoing = index < manifest.Links.Count ? manifest.Links[index].Tensors : [];
        Answers = manifest.AnswersFrom(index);
    }

    /// <summary>The plan.</summary>
    public PlanFolder Folder { get; }

    /// <summary>The tier's position.</summary>
    public int Index { get; }

    /// <summary>How many times each piece of work is done: a machine so many times slower.</summary>
    public int Slowdown { get; }

    /// <summary>The tier's name.</summary>
    public string Name => Folder.Manifest.Tiers[Index].Name;

    /// <summary>Whether no tier comes after it.</summary>
    public bool IsLast => Index == Folder.Manifest.Tiers.Count - 1;

    /// <summary>What it receives: the tensors of the link before it, or the model's inputs.</summary>
    public IReadOnlyList<ManifestTensor> Incoming { get; }

    /// <summary>What it sends on; none when it is the last.</summary>
    public IReadOnlyList<ManifestTensor> Outgoing { get; }

    /// <summary>The outputs of its answer: those that it and the tiers after it make.</summary>
    public IReadOnlyList<ManifestOutput> Answers { get; }

    /// <summary>The values that its segment reads.</summary>
    internal IReadOnlyList<ValueInfo> Reads => _model?.Inputs ?? [];

    /// <summary>The values that its segment makes.</summary>
    internal IReadOnlyList<ValueInfo> Makes => _model?.Outputs ?? [];

    /// <summary>Loads a tier and makes its first buffers.</summary>
    /// <param name="folder">The plan.</param>
    /// <param name="index">The tier's position.</param>
    /// <param name="runner">Runs its segment.</param>
    /// <param name="slowdown">How many times each piece of work is done, at least 1. Default 1.</param>
    /// <exception cref="InputException">The segment is missing, changed, no model that runs, or not the one that the plan's links describe (<c>plan-segment-foreign</c>).</exception>
    public static Stage Open(PlanFolder folder, int index, IModelRunner runner, int slowdown = 1)
    {
        string name = folder.Manifest.Tiers[index].Segment ?? "";
        ILoadedModel? model = folder.Segment(index) is byte[] file ? runner.Load(OnnxFile.Parse(file, name)) : null;
        var stage = new Stage(folder, index, runner, model, slowdown);
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
    public StageSlot Rent() => _idle.TryTake(out StageSlot? slot) ? slot : new StageSlot(this, _runner, _model);

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
        _model?.Dispose();
    }
}
