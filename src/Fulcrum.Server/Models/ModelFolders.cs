using System.Globalization;
using Fulcrum.Problems;

namespace Fulcrum.Server.Models;

/// <summary>What a repository's folder holds: NAME/VERSION/model.onnx.</summary>
/// <param name="root">The folder.</param>
internal sealed class ModelFolders(string root)
{
    /// <summary>The names of all models, in order.</summary>
    public IReadOnlyList<string> Names => [.. Directory.GetDirectories(root).Select(d => Path.GetFileName(d)!).Where(n => n[0] != '.').Order(StringComparer.Ordinal)];

    /// <summary>A model's folder; a name is looked up among those there, never made part of a path.</summary>
    /// <exception cref="InputException"><c>model-unknown</c>.</exception>
    public string Find(string name) => Names.Contains(name) ? Path.Combine(root, name)
        : throw new InputException("model-unknown", "name", "The repository has no such model.", "The repository's folder names are the models' names.");

    /// <summary>The versions in a model's folder: its subfolders whose names are whole numbers from 1, without leading zeros.</summary>
    public static IReadOnlyList<long> Versions(string folder) => [.. Directory.GetDirectories(folder).Select(d => Path.GetFileName(d)!)
        .Where(n => n[0] != '0').Select(n => long.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out long v) ? v : 0).Where(v => v > 0).Order()];

    /// <summary>A text that names the folder, without saying where it is.</summary>
    public string Hide(string text) => text.Replace(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
        .Replace(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
}
