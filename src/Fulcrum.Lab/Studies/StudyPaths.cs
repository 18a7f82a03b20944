using Fulcrum.Problems;

namespace Fulcrum.Lab.Studies;

/// <summary>Paths of a study file: relative to it, with an environment variable in front where they begin with <c>$NAME/</c>.</summary>
internal sealed class StudyPaths(string folder, List<Problem> problems)
{
    /// <summary>The path; null after a problem.</summary>
    public string? Resolve(string path, string place)
    {
        if (!path.StartsWith('$') || path.IndexOf('/', StringComparison.Ordinal) is not (> 1 and int slash))
            return Path.Combine(folder, path);
        if (Environment.GetEnvironmentVariable(path[1..slash]) is string root)
            return Path.GetFullPath(Path.Combine(root, path[(slash + 1)..]));
        problems.Add(new Problem("study-malformed", place, $"The environment variable {path[1..slash]} is not set.", "Set it to the folder of the files."));
        return null;
    }

    /// <summary>A dataset's name stays as it is, a path is resolved.</summary>
    public string ResolveData(string data, string place) => data.Contains('/', StringComparison.Ordinal) || data.EndsWith(".json", StringComparison.Ordinal) ? Resolve(data, place) ?? data : data;
}
