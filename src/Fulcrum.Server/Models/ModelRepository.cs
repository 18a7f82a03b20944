using System.Globalization;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;

namespace Fulcrum.Server.Models;

/// <summary>The models of a repository folder, laid out as Triton does: NAME/VERSION/model.onnx; the highest version is served.</summary>
internal sealed class ModelRepository : IDisposable
{
    private readonly Dictionary<string, ModelState> _models;

    private ModelRepository(Dictionary<string, ModelState> models) => _models = models;

    public IReadOnlyCollection<ModelState> Models => _models.Values;

    /// <summary>Loads every model; a folder without model.onnx or patterns is a problem that is named.</summary>
    public static ModelRepository Load(string folder, IModelRunner runner)
    {
        if (!Directory.Exists(folder))
            throw new InputException("repository-missing", folder, "There is no such folder.", "Make one with: fulcrum plan MODEL --data D -o DIR.");
        var problems = new List<Problem>();
        var models = new Dictionary<string, ModelState>();
        foreach (string entry in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            try
            {
                models[Path.GetFileName(entry)] = new ModelState(Snapshot(entry), runner);
            }
            catch (InputException refused)
            {
                problems.AddRange(refused.Problems);
            }
        }

        if (models.Count == 0 && problems.Count == 0)
            problems.Add(new Problem("repository-empty", folder, "The folder holds no model.", "Make one with: fulcrum plan MODEL --data D -o DIR."));
        return problems.Count == 0 ? new ModelRepository(models) : throw new InputException(problems);
    }

    /// <summary>A model by name.</summary>
    /// <exception cref="InputException"><c>model-unknown</c>.</exception>
    public ModelState Find(string name) => _models.GetValueOrDefault(name)
        ?? throw new InputException("model-unknown", "name", "This server has no such model.", "The repository's folder names are the models' names.");

    /// <summary>A segment file by its id, whichever model it belongs to; null when none has it.</summary>
    public byte[]? FindSegment(string id) => _models.Values.Select(m => m.SegmentById(id)).FirstOrDefault(s => s is not null);

    public void Dispose()
    {
        foreach (ModelState model in _models.Values)
            model.Dispose();
    }

    private static ModelSnapshot Snapshot(string entry)
    {
        string? version = Directory.GetDirectories(entry).Select(Path.GetFileName).OfType<string>()
            .Where(v => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .MaxBy(v => int.Parse(v, NumberStyles.None, CultureInfo.InvariantCulture));
        return version is null
            ? throw new InputException("repository-version", entry, "The model has no numeric version folder.", "Lay it out as NAME/1/model.onnx.")
            : ModelSnapshot.Load(new ModelConfig(Path.GetFileName(entry), version, Path.Combine(entry, version)));
    }
}
