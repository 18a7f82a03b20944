using System.Collections.Concurrent;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Server.Counts;

namespace Fulcrum.Server.Models;

/// <summary>Brings the versions of one model to life, each by itself.</summary>
internal sealed class ModelLoader(ModelFolders folders, Func<ModelConfig, IModelRunner> runners, ModelSettings settings, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string, long), ModelCounts> _counts = new();

    /// <summary>What was read and is not used, of the last load of each model.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<string>> Warnings { get; } = new();

    /// <summary>Loads all versions of a model that its policy names; what goes wrong is in the entry.</summary>
    public ModelEntry Load(string name)
    {
        try
        {
            string folder = folders.Find(name);
            ModelConfig config = ModelConfigReader.Read(name, folder);
            Warnings[name] = config.Warnings;
            IReadOnlyList<long> versions = config.Versions.Choose(ModelFolders.Versions(folder));
            return versions.Count > 0
                ? new ModelEntry(name, [.. versions.Select(v => Load(config, v))])
                : throw new InputException("repository-version", folder, "The model has no numeric version folder.", "Lay it out as NAME/1/model.onnx.");
        }
        catch (Exception refused) when (refused is InputException or IOException or UnauthorizedAccessException)
        {
            return new ModelEntry(name, [Refused(null, refused)]);
        }
    }

    /// <summary>Loads one version, whatever the policy says.</summary>
    public VersionEntry Load(string name, long version)
    {
        try
        {
            return Load(ModelConfigReader.Read(name, folders.Find(name)), version);
        }
        catch (InputException refused)
        {
            return Refused(version, refused);
        }
    }

    private VersionEntry Load(ModelConfig config, long version)
    {
        try
        {
            ModelCounts counts = _counts.GetOrAdd((config.Name, version), _ => new ModelCounts());
            return new VersionEntry(version, new ModelState(ModelSnapshot.Load(config, version), runners(config), counts, settings, time), "", []);
        }
        catch (Exception refused)
        {
            return Refused(version, refused);
        }
    }

    private VersionEntry Refused(long? version, Exception refused)
    {
        IReadOnlyList<Problem> problems = refused is InputException input ? input.Problems : [new Problem("model-not-readable", "model", "The model could not be read.", "The server's log says why.")];
        return new VersionEntry(version, null, folders.Hide(string.Join("; ", problems.Select(p => $"{p.Place}: {p.Message}"))), problems);
    }
}
