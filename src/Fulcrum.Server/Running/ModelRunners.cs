using System.Collections.Concurrent;
using Fulcrum.Graphs.Execution;
using Fulcrum.Isolation;
using Fulcrum.Isolation.Processes;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Fulcrum.Server.Hosting;

namespace Fulcrum.Server.Running;

/// <summary>What runs which model: this process, or workers of the model's own.</summary>
/// <param name="threads">Of a run; 0 takes the CPU quota.</param>
/// <param name="isolate">Models that run in workers; <see cref="All"/> among them is every one.</param>
/// <param name="worker">How workers are started.</param>
internal sealed class ModelRunners(int threads, IReadOnlyList<string> isolate, WorkerOptions worker)
{
    /// <summary>Stands for every model.</summary>
    public const string All = "all";

    private readonly OnnxRuntimeRunner _own = new(threads);
    private readonly ConcurrentDictionary<(string Name, long Memory), IsolatedRunner> _workers = new();

    /// <summary>What is said of workers.</summary>
    public EarlyLog Log { get; } = new("Isolation");

    /// <summary>Workers started in the place of others that ended, by model.</summary>
    public IReadOnlyList<(string Model, long Restarts)> Restarts =>
        [.. _workers.GroupBy(w => w.Key.Name, w => w.Value.Restarts).Select(g => (g.Key, g.Sum())).OrderBy(g => g.Key, StringComparer.Ordinal)];

    /// <summary>What runs a model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isWanted">Whether the model's own configuration wants workers.</param>
    /// <param name="memory">Their limit in bytes; 0: the usual.</param>
    public IModelRunner For(string name, bool isWanted = false, long memory = 0) => isWanted || isolate.Contains(All) || isolate.Contains(name)
        ? _workers.GetOrAdd((name, memory), key => new IsolatedRunner(name, worker with { Threads = threads, MemoryBytes = key.Memory > 0 ? key.Memory : worker.MemoryBytes, Log = Log.Say }))
        : _own;

    /// <summary>A model that is to be isolated and is not there would be served in this process under its right name.</summary>
    /// <exception cref="InputException"><c>option-malformed</c>.</exception>
    public void Require(IReadOnlyCollection<string> there)
    {
        if (isolate.FirstOrDefault(n => n != All && !there.Contains(n)) is string unknown)
            throw new InputException("option-malformed", "--isolate", $"There is no model '{unknown}'.", "Name models of the repository, or all.");
    }
}
