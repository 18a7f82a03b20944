using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;

namespace Fulcrum.Server.Models;

/// <summary>The models of a repository folder. Looked up without a lock; loading, reloading and unloading swap a model as a whole.</summary>
internal sealed class ModelRepository : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ModelFolders _folders;
    private readonly ModelLoader _loader;
    private readonly TimeProvider _time;
    private volatile Dictionary<string, ModelEntry> _models = [];

    private ModelRepository(ModelFolders folders, ModelLoader loader, TimeProvider time) => (_folders, _loader, _time) = (folders, loader, time);

    /// <summary>The models that should be served, by name.</summary>
    public IReadOnlyList<ModelEntry> Models => [.. _models.Values.OrderBy(m => m.Name, StringComparer.Ordinal)];

    /// <summary>All names in the folder, loaded or not.</summary>
    public IReadOnlyList<string> Names => _folders.Names;

    /// <summary>What was read of the models' configurations and is not used.</summary>
    public IReadOnlyList<string> Warnings => [.. _loader.Warnings.OrderBy(w => w.Key, StringComparer.Ordinal).SelectMany(w => w.Value)];

    /// <summary>Whether every model that should be served is.</summary>
    public bool IsReady => _models.Values.All(m => m.IsReady);

    /// <summary>Loads models; those that are refused stay unavailable beside the others.</summary>
    /// <param name="folder">The repository.</param>
    /// <param name="runners">What runs a model of some configuration.</param>
    /// <param name="settings">The server's settings.</param>
    /// <param name="names">Which; null: all, and at least one has to load.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="InputException"><c>repository-missing</c>, <c>repository-empty</c>, or what every single model is refused for.</exception>
    public static ModelRepository Load(string folder, Func<ModelConfig, IModelRunner> runners, ModelSettings settings, IReadOnlyList<string>? names, TimeProvider time)
    {
        if (!Directory.Exists(folder))
            throw new InputException("repository-missing", folder, "There is no such folder.", "Lay it out as NAME/VERSION/model.onnx.");
        var folders = new ModelFolders(folder);
        var repository = new ModelRepository(folders, new ModelLoader(folders, runners, settings, time), time);
        repository._models = (names ?? folders.Names).Select(n => repository._loader.Load(n)).ToDictionary(m => m.Name);
        if (names is not null || repository._models.Values.Any(m => m.Default is not null))
            return repository;
        Problem[] problems = [.. repository.Models.SelectMany(m => m.Versions).SelectMany(v => v.Problems)];
        throw problems.Length > 0 ? new InputException(problems)
            : new InputException("repository-empty", folder, "The folder holds no model.", "Lay it out as NAME/VERSION/model.onnx.");
    }

    /// <summary>The same with one runner for all.</summary>
    public static ModelRepository Load(string folder, IModelRunner runner, ModelSettings settings, IReadOnlyList<string>? names, TimeProvider time) => Load(folder, _ => runner, settings, names, time);

    /// <summary>Takes a lease on a model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">Its version in decimal; empty: the highest.</param>
    /// <exception cref="InputException"><c>model-unknown</c>, <c>version-unknown</c>, <c>model-unavailable</c>.</exception>
    public ModelLease Lease(string name, ReadOnlySpan<char> version)
    {
        while (true)
        {
            ModelEntry entry = Find(name);
            ModelState? state = version.IsEmpty ? entry.Default : entry.Find(version);
            if (state is null)
                throw Missing(entry, version);
            if (state.Leases.TryTake())
                return new ModelLease(state);
        }
    }

    /// <summary>Whether a model, or a version of it, answers.</summary>
    /// <exception cref="InputException"><c>model-unknown</c>, <c>version-unknown</c>.</exception>
    public bool IsModelReady(string name, ReadOnlySpan<char> version)
    {
        ModelEntry entry = Find(name);
        if ((version.IsEmpty ? entry.Default : entry.Find(version)) is ModelState state)
            return state.IsAvailable;
        InputException missing = Missing(entry, version);
        return missing.Problems[0].Code == "model-unavailable" ? false : throw missing;
    }

    /// <summary>A model that should be served.</summary>
    /// <exception cref="InputException"><c>model-unknown</c>.</exception>
    public ModelEntry Find(string name) => _models.GetValueOrDefault(name)
        ?? throw new InputException("model-unknown", "name", "This server has no such model.", "The repository's folder names are the models' names.");

    /// <summary>A segment file by its id, whichever model it belongs to; null when none has it.</summary>
    public byte[]? FindSegment(string id)
    {
        foreach (ModelState state in _models.Values.SelectMany(m => m.States.OrderByDescending(s => s == m.Default)).Where(s => s.Chain is not null))
        {
            if (!state.Leases.TryTake())
                continue;
            using var lease = new ModelLease(state);
            if (state.Chain!.SegmentById(id) is byte[] file)
                return file;
        }

        return null;
    }

    /// <summary>Loads a model, or loads it again; what served before goes on until the new one is there, and after it when that fails.</summary>
    /// <exception cref="InputException"><c>model-unknown</c>, <c>model-load-failed</c>.</exception>
    public void Load(string name) => Load(name, new Dictionary<long, DateTimeOffset>());

    /// <summary>The same; some versions go on answering those who ask for them by number.</summary>
    /// <param name="name">The model.</param>
    /// <param name="leaving">Until when each does, UTC; those whose time is over do not.</param>
    public void Load(string name, IReadOnlyDictionary<long, DateTimeOffset> leaving)
    {
        lock (_lock)
        {
            _folders.Find(name);
            ModelEntry fresh = _loader.Load(name);
            ModelEntry? before = _models.GetValueOrDefault(name);
            bool failed = fresh.Default is null;
            if (!failed)
                fresh = fresh with { Leaving = [.. Kept(name, fresh, before, leaving)] };
            if (!failed || before?.Default is null)
                Swap(name, fresh);
            if (failed)
                throw new InputException("model-load-failed", name, $"The model was not loaded: {string.Join("; ", fresh.Versions.Select(v => v.Reason))}", "Mend the model's files and load it again.");
        }
    }

    /// <summary>Stops serving a model: no new requests; it goes when those under way are answered.</summary>
    /// <exception cref="InputException"><c>model-unknown</c>.</exception>
    public void Unload(string name)
    {
        lock (_lock)
        {
            Find(name);
            Swap(name, null);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (string name in _models.Keys)
                Swap(name, null);
        }
    }

    /// <summary>Whether a request for a model, or a version of it, finds something.</summary>
    public bool Knows(string name, ReadOnlySpan<char> version) => _models.GetValueOrDefault(name) is ModelEntry entry && (version.IsEmpty ? entry.Default is not null : entry.Find(version) is not null);

    private IEnumerable<VersionEntry> Kept(string name, ModelEntry fresh, ModelEntry? before, IReadOnlyDictionary<long, DateTimeOffset> leaving)
    {
        IEnumerable<long> kept = leaving.Where(l => l.Value > _time.GetUtcNow()).Select(l => l.Key).Except(fresh.Versions.Select(v => v.Version ?? 0));
        return kept.Select(v => before?.Versions.Concat(before.Leaving).FirstOrDefault(b => b.Version == v && b.State is not null) ?? _loader.Load(name, v)).Where(v => v.State is not null);
    }

    private void Swap(string name, ModelEntry? fresh)
    {
        var models = new Dictionary<string, ModelEntry>(_models);
        ModelEntry? before = models.GetValueOrDefault(name);
        if (fresh is null)
            models.Remove(name);
        else
            models[name] = fresh;
        _models = models;
        foreach (ModelState state in before?.States.Except(fresh?.States ?? []).ToArray() ?? [])
            state.Leases.Release();
    }

    private static InputException Missing(ModelEntry entry, ReadOnlySpan<char> version)
    {
        string asked = version.ToString();
        VersionEntry? known = asked.Length == 0 ? entry.Versions[^1] : entry.Versions.FirstOrDefault(v => v.Version?.ToString(System.Globalization.CultureInfo.InvariantCulture) == asked);
        return known is null
            ? new InputException("version-unknown", "version", "The model is not served in this version.", "Ask for the model's metadata: it names those that are.")
            : new InputException("model-unavailable", "name", $"The model is not available: {known.Reason}", "The server's operator has to mend it.");
    }
}
