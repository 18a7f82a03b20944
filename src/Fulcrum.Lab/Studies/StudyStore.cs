using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fulcrum.Lab.Deployments;
using Fulcrum.Problems;
using Fulcrum.Runtime.Diagnosis;

namespace Fulcrum.Lab.Studies;

/// <summary>
/// The folder of a study: what was made (<c>artefacts</c>, <c>plans</c>), every request (<c>rounds/N/STRATEGY.csv</c>, <c>load/STRATEGY.csv</c>), what could not run (<c>failures.json</c>), and on what it ran (<c>study.json</c>).
/// A file is there whole or not at all, so what is there is done. One process at a time may go on with it; dispose it to let others.
/// </summary>
public sealed class StudyStore : IDisposable
{
    private const string StateName = "study.json";
    private readonly SortedDictionary<string, string> _failures = new(StringComparer.Ordinal);
    private FileStream? _held;

    private StudyStore(string folder, StudyState state) => (Folder, State) = (folder, state);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>What the study was begun with.</summary>
    public StudyState State { get; }

    /// <summary>What stood for the tiers; null before it was brought up.</summary>
    /// <exception cref="InputException"><c>study-not-readable</c>; <c>output-not-writable</c> on writing.</exception>
    public StudyEmulation? Emulation
    {
        get => Read(EmulationPath, StudyJson.Default.StudyEmulation);
        set => AtomicFile.WriteBytes(EmulationPath, JsonSerializer.SerializeToUtf8Bytes(value!, StudyJson.Default.StudyEmulation));
    }

    private string EmulationPath => Path.Combine(Folder, "emulation.json");

    private string FailuresPath => Path.Combine(Folder, "failures.json");

    /// <summary>Why strategies could not run, or not to the end, by <see cref="Strategy.Key"/>; none yet in a study that has just been resumed.</summary>
    public IReadOnlyDictionary<string, string> Failures => _failures;

    /// <summary>Begins a study.</summary>
    /// <exception cref="InputException"><c>study-begun</c> when the folder holds one; <c>study-busy</c>; <c>output-not-writable</c>.</exception>
    public static StudyStore Begin(string folder, string file, StudyDesign design, int seed)
    {
        if (File.Exists(Path.Combine(folder, StateName)))
            throw new InputException("study-begun", folder, "The folder holds a study already.", $"Go on with it: fulcrum study resume {folder}; or give another folder.");
        var state = new StudyState(StudyState.CurrentFormat, Path.GetFullPath(file), HashOf(file, design), seed, MachineReader.Read(), design);
        AtomicFile.WriteBytes(Path.Combine(folder, StateName), JsonSerializer.SerializeToUtf8Bytes(state, StudyJson.Default.StudyState));
        var store = new StudyStore(folder, state);
        store.Hold();
        return store;
    }

    /// <summary>Goes on with a study; what failed is tried again.</summary>
    /// <exception cref="InputException"><c>study-not-readable</c>; <c>study-changed</c> when the study file or a model has changed or gone; <c>study-busy</c> while another process is at it.</exception>
    public static StudyStore Resume(string folder)
    {
        StudyStore store = Open(folder);
        string? gone = store.State.Design.Models.Select(m => m.File).Prepend(store.State.File).FirstOrDefault(f => !File.Exists(f));
        if (gone is not null || HashOf(store.State.File, store.State.Design) != store.State.Sha256)
            throw new InputException("study-changed", gone ?? store.State.File, gone is null ? "The study file or a model has changed since the study was begun." : "The file has gone since the study was begun.", "Begin a new study in another folder.");
        store.Hold();
        store._failures.Clear();
        store.Keep();
        return store;
    }

    /// <summary>Opens a study to look at it.</summary>
    /// <exception cref="InputException"><c>study-not-readable</c>.</exception>
    public static StudyStore Open(string folder)
    {
        string path = Path.Combine(folder, StateName);
        try
        {
            StudyState state = JsonSerializer.Deserialize(File.ReadAllBytes(path), StudyJson.Default.StudyState) ?? throw new JsonException("The study is null.");
            if (state.Format != StudyState.CurrentFormat)
                throw new JsonException($"The study has format {state.Format}, this program reads {StudyState.CurrentFormat}.");
            if (state.Design is null || state.Machine is null)
                throw new JsonException("The design or the machine is missing.");
            var store = new StudyStore(folder, state);
            foreach ((string key, string reason) in Read(store.FailuresPath, StudyJson.Default.SortedDictionaryStringString) ?? [])
                store._failures[key] = reason;
            return store;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException("study-not-readable", path, failure.Message, "Give a folder that `fulcrum study run` wrote.", failure);
        }
    }

    /// <summary>Where an artefact is or will be.</summary>
    public string ArtefactOf(Strategy strategy) => Path.Combine(Folder, "artefacts", strategy.Model.Name, strategy.ArtefactKey);

    /// <summary>Where the samples that requests are made of are kept.</summary>
    public string DataOf(StudyModel model) => Path.Combine(Folder, "data", model.Name);

    /// <summary>Where finished operators of a model are kept for compositions with the same beginning.</summary>
    public string WorkOf(StudyModel model) => Path.Combine(Folder, "work", model.Name);

    /// <summary>Where a plan folder is or will be; equal strategies share one.</summary>
    public string PlanOf(Strategy strategy) => Path.Combine(Folder, "plans", strategy.PlanKey);

    /// <summary>Where the requests of a round are or will be.</summary>
    public string RoundOf(Strategy strategy, int round) => Path.Combine(Folder, "rounds", $"{round + 1}", $"{strategy.Key}.csv");

    /// <summary>Where the requests under load are or will be.</summary>
    public string LoadOf(Strategy strategy) => Path.Combine(Folder, "load", $"{strategy.Key}.csv");

    /// <summary>All requests of a strategy, round after round.</summary>
    /// <exception cref="InputException"><c>requests-malformed</c>.</exception>
    public IEnumerable<(int Round, RequestRow Row)> Rows(Strategy strategy, int rounds)
    {
        for (int r = 0; r < rounds; r++)
        {
            int round = r;
            if (File.Exists(RoundOf(strategy, r)))
            {
                foreach (RequestRow row in RequestRow.Read(RoundOf(strategy, r)))
                    yield return (round, row);
            }
        }
    }

    /// <summary>Notes that a strategy cannot run.</summary>
    public void Fail(Strategy strategy, string reason)
    {
        _failures[strategy.Key] = reason;
        try
        {
            Keep();
        }
        catch (InputException)
        {
            // A full disk may be the reason itself: it is known here, and whoever resumes the study tries again.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _held?.Dispose();

    private void Keep() => AtomicFile.WriteBytes(FailuresPath, JsonSerializer.SerializeToUtf8Bytes(_failures, StudyJson.Default.SortedDictionaryStringString));

    /// <summary>Keeps other processes from going on with it; the system lets go when this one ends, however it does.</summary>
    private void Hold()
    {
        try
        {
            _held = new FileStream(Path.Combine(Folder, "study.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("study-busy", Folder, $"The study cannot be had for this process alone: {failure.Message}", "Wait until the process that runs it has ended, or stop that one.", failure);
        }
    }

    private static T? Read<T>(string path, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), type) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException("study-not-readable", path, failure.Message, "Delete the file, and let the study be resumed.", failure);
        }
    }

    /// <summary>Of the study file and its models.</summary>
    private static string HashOf(string file, StudyDesign design)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        foreach (StudyModel model in design.Models)
            hash.AppendData(Convert.FromHexString(FileHash.Of(model.File).Sha256));

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
