using System.Collections.Concurrent;
using Fulcrum.Problems;

namespace Fulcrum.Server.Dashboard;

/// <summary>Cuts of the models served, each looked for once, one after the other: it can take seconds.</summary>
internal sealed class CutCache(Served served) : IDisposable
{
    private const int Most = 64;
    private readonly ConcurrentDictionary<string, ModelCuts> _found = new();
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>The cuts of a model by its name.</summary>
    /// <exception cref="InputException"><c>model-unknown</c>, or what is wrong with the file.</exception>
    public async Task<ModelCuts> FindAsync(string name, CancellationToken cancellation)
    {
        (string key, Func<ModelCuts> find) = Source(name);
        if (_found.TryGetValue(key, out ModelCuts? cuts))
            return cuts;
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_found.Count >= Most)
                _found.Clear();
            return _found.TryGetValue(key, out cuts) ? cuts : _found[key] = await Task.Run(find, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private (string Key, Func<ModelCuts> Find) Source(string name)
    {
        if (served.Models().FirstOrDefault(m => m.Name == name) is ServedModel model)
            return ($"{model.File} {File.GetLastWriteTimeUtc(model.File).Ticks}", () => ModelCuts.Of(model));
        return served.Plans().FirstOrDefault(p => p.Folder.Manifest.Model == name) is ServedPlan plan
            ? (plan.Folder.Sha256, () => ModelCuts.Of(plan))
            : throw new InputException("model-unknown", "name", "This server has no such model.", "GET /fulcrum/v1/overview names those that are served.");
    }
}
