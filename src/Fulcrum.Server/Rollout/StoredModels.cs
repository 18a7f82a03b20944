using System.Globalization;
using Fulcrum.Problems;
using Fulcrum.Server.Hosting;
using Fulcrum.Server.Models;
using Fulcrum.Stores.Contracts;
using Fulcrum.Stores.Publishing;

namespace Fulcrum.Server.Rollout;

/// <summary>Lays published models out in the repository's folder and has the repository load them; versions that were served a short time ago stay for a while.</summary>
internal sealed class StoredModels(Following following, string folder, EarlyLog log, TimeProvider time)
{
    private readonly Dictionary<string, long> _laid = [];
    private readonly Dictionary<string, Dictionary<long, DateTimeOffset>> _leaving = [];

    private ModelRepository? _repository;

    /// <summary>The version of each publication that is served.</summary>
    public IReadOnlyList<(string Kind, string Name, long Version)> Versions
    {
        get
        {
            lock (_laid)
                return [.. _laid.Where(l => l.Value > 0).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => (Publication.Models, l.Key, l.Value))];
        }
    }

    /// <summary>Says which repository loads what is laid out from now on; it has loaded what was there. Before the follower goes on.</summary>
    public void Begin(ModelRepository repository)
    {
        _repository = repository;
        foreach ((string name, Dictionary<long, DateTimeOffset> leaving) in _leaving.Where(l => l.Value.Count > 0))
            repository.Load(name, leaving);
    }

    /// <summary>Takes what is new.</summary>
    /// <exception cref="StoreException">The store is away.</exception>
    public async Task LookAsync(CancellationToken cancellation)
    {
        foreach (StoredDocument newest in await following.Store.DocumentsAsync(Publication.Models, cancellation).ConfigureAwait(false))
        {
            if (Laid(newest.Name) == newest.Version && !IsAnyDue(newest.Name))
                continue;
            try
            {
                IReadOnlyList<StoredDocument> history = await following.Store.HistoryAsync(Publication.Models, newest.Name, cancellation).ConfigureAwait(false);
                await TakeAsync(newest.Name, history, cancellation).ConfigureAwait(false);
                log.Say(newest.Name, $"model {newest.Name} version {history[0].Version} of its publication is served", isWarning: false);
            }
            catch (InputException refused)
            {
                log.Say(newest.Name, $"model {newest.Name} version {newest.Version} of its publication is not served: {refused.Message.ReplaceLineEndings(" ")}", isWarning: true);
            }
        }
    }

    private async Task TakeAsync(string name, IReadOnlyList<StoredDocument> history, CancellationToken cancellation)
    {
        Dictionary<long, DateTimeOffset> leaving = [];
        for (int i = 1; i < history.Count && history[i - 1].Age < following.Grace; i++)
        {
            foreach (long version in ByVersion(Publication.Read(history[i])).Keys)
                leaving.TryAdd(version, time.GetUtcNow() + following.Grace - history[i - 1].Age);
        }

        var newest = Publication.Read(history[0]);
        string target = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        foreach ((long version, PublishedFile[] files) in ByVersion(newest))
        {
            string place = Path.Combine(target, version.ToString(CultureInfo.InvariantCulture));
            if (Directory.Exists(place) && !LocalCopy.IsSame(place, files))
                Directory.Delete(place, recursive: true);
            await LocalCopy.WriteAsync(following.Store, files, place, [], cancellation).ConfigureAwait(false);
        }

        foreach (PublishedFile file in newest.Files.Where(f => !f.Path.Contains('/', StringComparison.Ordinal)))
        {
            using var bytes = new MemoryStream();
            await following.Store.ReadObjectAsync(file.Sha256, bytes, cancellation).ConfigureAwait(false);
            AtomicFile.WriteBytes(Path.Combine(target, file.Path), bytes.ToArray());
        }

        HashSet<long> there = [.. ModelFolders.Versions(target)];
        _leaving[name] = leaving.Where(l => there.Contains(l.Key)).ToDictionary();
        _repository?.Load(name, _leaving[name]);
        lock (_laid)
            _laid[name] = history[0].Version;
    }

    private long Laid(string name)
    {
        lock (_laid)
            return _laid.GetValueOrDefault(name);
    }

    private bool IsAnyDue(string name) => _leaving.GetValueOrDefault(name) is { } leaving && leaving.Values.Any(until => until <= time.GetUtcNow());

    /// <summary>The files of each version, by their paths within it.</summary>
    private static Dictionary<long, PublishedFile[]> ByVersion(Publication publication) => publication.Files.Select(f => (File: f, Parts: f.Path.Split('/', 2)))
        .Where(f => f.Parts.Length == 2 && long.TryParse(f.Parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long v) && v > 0)
        .GroupBy(f => long.Parse(f.Parts[0], CultureInfo.InvariantCulture)).ToDictionary(g => g.Key, g => g.Select(f => f.File with { Path = f.Parts[1] }).ToArray());
}
