using System.Text.Json;
using Fulcrum.Lab.Studies;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Lab.Recommending;

/// <summary>What a study's folder holds of one model: its artefacts, its plan folders, its measurements.</summary>
/// <param name="Folder">The study's folder.</param>
/// <param name="Model">What the study calls the model.</param>
/// <param name="Artefacts">What operators made of it.</param>
public sealed record StudyMaterial(string Folder, string Model, IReadOnlyList<StudyArtefact> Artefacts)
{
    /// <summary>The measurements; null while there are none.</summary>
    public string? Samples => Path.Combine(Folder, "samples.csv") is var path && File.Exists(path) ? path : null;

    /// <summary>Finds a model in a study by its file's hash.</summary>
    /// <param name="folder">The study's folder.</param>
    /// <param name="sha256">Of the model's file.</param>
    /// <exception cref="InputException"><c>study-not-readable</c>; <c>study-foreign</c> when nothing in it was made of this model; <c>artefact-malformed</c>.</exception>
    public static StudyMaterial Read(string folder, string sha256)
    {
        string artefacts = Path.Combine(folder, "artefacts");
        if (!Directory.Exists(artefacts))
            throw new InputException("study-not-readable", folder, "There are no artefacts of a study.", "Give a folder that `fulcrum study run` wrote.");
        foreach (string model in Directory.GetDirectories(artefacts).Order(StringComparer.Ordinal))
        {
            StudyArtefact[] made = [.. Directory.GetDirectories(model).Order(StringComparer.Ordinal).Select(f => Artefact(f, sha256)).OfType<StudyArtefact>()];
            if (made.Length > 0)
                return new StudyMaterial(folder, Path.GetFileName(model), made);
        }

        throw new InputException("study-foreign", folder, "Nothing in this study was made of the model.", "Give the model that the study names, the same file.");
    }

    /// <summary>The artefact of an operator, as samples.csv names it: the whole model, otherwise one in parts; null when there is none.</summary>
    public StudyArtefact? Find(string name) => Artefacts.FirstOrDefault(a => a.Key == Strategy.FileName(name)) ?? Artefacts.FirstOrDefault(a => a.Key.StartsWith($"{Strategy.FileName(name)}-", StringComparison.Ordinal));

    /// <summary>What ran an operator on a placement; null where nothing is left of it.</summary>
    public PlanManifest? Plan(string name, string placement, string mode)
    {
        string plans = Path.Combine(Folder, "plans"), planName = Strategy.PlanName(Model, name, placement, mode);
        string? found = Directory.Exists(plans) ? Directory.GetDirectories(plans).Where(f => Strategy.IsPlanOf(planName, Path.GetFileName(f))).Order(StringComparer.Ordinal).FirstOrDefault() : null;
        return found is null ? null : PlanFolder.Read(found).Manifest;
    }

    /// <summary>What a folder holds; null when it is not of the model. Its file is null when it is in parts.</summary>
    private static StudyArtefact? Artefact(string folder, string sha256)
    {
        string path = Path.Combine(folder, "manifest.json");
        if (!File.Exists(path))
            return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            if (json.RootElement.GetProperty("model_sha256").GetString() != sha256)
                return null;
            string[] files = [.. json.RootElement.GetProperty("outputs").EnumerateArray().Select(o => o.GetProperty("file").GetString()!).Where(f => f.EndsWith(".onnx", StringComparison.Ordinal))];
            bool isIdentity = json.RootElement.GetProperty("operators").GetString()?.Trim() == StudyOperator.Identity;
            return new StudyArtefact(Path.GetFileName(folder), isIdentity, files.Length == 1 ? Path.Combine(folder, files[0]) : null, ArtefactAccuracy.Read(folder));
        }
        catch (Exception failure) when (failure is JsonException or IOException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InputException("artefact-malformed", path, failure.Message, "Make the folder again: fulcrum study resume.", failure);
        }
    }
}

/// <summary>What an operator made of a model.</summary>
/// <param name="Key">The operator's name, as good for a file.</param>
/// <param name="IsIdentity">Whether it is the model as it came.</param>
/// <param name="File">The .onnx file; null when there are several.</param>
/// <param name="Accuracy">What it scores; null when that was not measured.</param>
public sealed record StudyArtefact(string Key, bool IsIdentity, string? File, ArtefactAccuracy? Accuracy);
