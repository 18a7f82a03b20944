using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Isolation.Processes;
using Fulcrum.Onnx;
using Fulcrum.Problems;

namespace Fulcrum.Isolation;

/// <summary>
/// Runs each model in a process of its own, so that what happens in the runtime's native code happens there: the worker may crash, hang or run out of memory, the caller gets a problem and the worker is started again.
/// Buffers are memory that both processes map, so a bound run copies nothing. Linux only.
/// </summary>
/// <param name="name">What the models are called in the log.</param>
/// <param name="options">How workers are started, limited and watched; null: as is usual.</param>
public sealed class IsolatedRunner(string name, WorkerOptions? options = null) : IModelRunner
{
    private long _restarts;

    /// <summary>How workers are started, limited and watched.</summary>
    public WorkerOptions Options { get; } = options ?? new WorkerOptions();

    /// <summary>What the models are called in the log.</summary>
    public string Name => name;

    /// <summary>Workers started in the place of others that ended.</summary>
    public long Restarts => Interlocked.Read(ref _restarts);

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    /// <exception cref="InputException"><c>worker-failed</c>: the system has no memory, or no handle, for it.</exception>
    public ITensorBuffer Allocate(ElementType element, params ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long size in shape)
            count = checked(count * size);
        if (element.BitWidth() == 0)
            throw new ArgumentException($"There are no buffers of {element}.", nameof(element));
        try
        {
            return new SharedBuffer(element, shape.ToArray(), element.ByteCount(count));
        }
        catch (IOException none)
        {
            throw Refusals.NoMemory(none);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InputException"><c>model-external-data</c>, <c>model-not-runnable</c>; <c>option-unsupported</c>: workers write no profiles; <c>isolation-unsupported</c>: this is not Linux.</exception>
    public ILoadedModel Load(Model model, LoadOptions? options = null)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
            throw new InputException("isolation-unsupported", name, "Models run in processes of their own on 64-bit Linux only.", "Serve it without isolation, if you made or checked it.");
        if (options?.Profile == true)
            throw new InputException("option-unsupported", name, "A model in a process of its own cannot be profiled.", "Profile it in this process.");
        if (ModelTensors.Of(model).FirstOrDefault(t => t.Data is null) is { } external)
            throw new InputException("model-external-data", external.Name, "The tensor's data is in another file, which was not opened.", "Read the model from its own folder.");
        try
        {
            return new IsolatedModel(this, model, options);
        }
        catch (Exception failure) when (failure is WorkerFailure or WorkerRefusal)
        {
            throw Refusals.NotRunnable(model.Graph.Name, failure);
        }
    }

    /// <inheritdoc/>
    public ILoadedModel LoadFile(string path, LoadOptions? options = null) => Load(OnnxFile.Read(path), options);

    internal void Restarted() => Interlocked.Increment(ref _restarts);

    internal void Say(string text, bool isWarning) => Options.Log?.Invoke($"{name}: {text}", isWarning);

    internal TimeSpan Left(long due) => Time.GetElapsedTime(Time.GetTimestamp(), due);
}
