using System.Security.Cryptography;
using Fulcrum.Problems;
using Fulcrum.Server.Hosting;
using Fulcrum.Stores.Contracts;
using Fulcrum.Stores.Publishing;

namespace Fulcrum.Server.Rollout;

/// <summary>Brings a publication's plans from the store to life: the newest, and those that were the newest a short time ago, so that every replica answers for the same plans, also one that has just begun.</summary>
internal sealed class StoredPlans(Following following, StageServerOptions options, ServedPlans served, EarlyLog log) : IDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("fulcrum-plans-").FullName;
    private Dictionary<string, PlanGeneration> _open = [];

    /// <summary>The newest version that is served; 0: none.</summary>
    public long Version { get; private set; }

    /// <summary>What was wrong with the newest version; null: nothing.</summary>
    public InputException? Refusal { get; private set; }

    /// <summary>Takes what is new.</summary>
    /// <exception cref="StoreException">The store is away.</exception>
    public async Task LookAsync(CancellationToken cancellation)
    {
        IReadOnlyList<StoredDocument> history = await following.Store.HistoryAsync(Publication.Plans, options.Plan, cancellation).ConfigureAwait(false);
        if (history.Count == 0)
            return;
        Dictionary<string, PlanGeneration> open = [];
        List<PlanGeneration> wanted = [];
        (InputException? refusal, long version) = (null, 0);
        for (int i = 0; i < history.Count; i++)
        {
            if (i > 0 && wanted.Count > 0 && history[i - 1].Age >= following.Grace)
                break;
            string key = FormattableString.Invariant($"{history[i].Version}-{Convert.ToHexStringLower(SHA256.HashData(history[i].Content.Span))[..16]}");
            try
            {
                PlanGeneration generation = _open.GetValueOrDefault(key) ?? await OpenAsync(history[i], key, cancellation).ConfigureAwait(false);
                // Kept from here on, whatever happens to the others: the next look finds it.
                open[key] = _open[key] = generation;
                wanted.Add(generation);
                version = Math.Max(version, history[i].Version);
            }
            catch (InputException refused)
            {
                refusal ??= i == 0 ? refused : null;
                log.Say(key, $"plan {options.Plan} version {history[i].Version} is not served: {refused.Message.ReplaceLineEndings(" ")}", isWarning: true);
            }
        }

        foreach (PlanGeneration over in _open.Values.Except(wanted).Except(served.Generations))
            over.Leases.Release();
        (Refusal, _open, Version) = (refusal, open, version);
        served.Missing = refusal?.Problems[0].Message;
        served.Swap(wanted);
        if (version > 0)
            log.Say("version", $"plan {options.Plan} version {version} is served, and {wanted.Count - 1} before it", isWarning: false);
    }

    public void Dispose()
    {
        foreach (PlanGeneration generation in _open.Values.Except(served.Generations))
            generation.Leases.Release();
        served.Dispose();
        if (Directory.Exists(_cache))
            Directory.Delete(_cache, recursive: true);
    }

    private async Task<PlanGeneration> OpenAsync(StoredDocument document, string key, CancellationToken cancellation)
    {
        string folder = Path.Combine(_cache, key);
        await LocalCopy.WriteAsync(following.Store, Publication.Read(document).Files, folder, [.. served.Generations.Select(g => g.Folder)], cancellation).ConfigureAwait(false);
        return PlanGeneration.Open(folder, options, () => Forget(folder));
    }

    private static void Forget(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It goes with the cache at the end.
        }
    }
}
