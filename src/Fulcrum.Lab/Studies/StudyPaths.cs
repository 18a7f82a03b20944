using Fulcrum.Problems;

namespace Fulcrum.Lab.Studies;

/// <summary>Paths of a study file: relative to it, with an environment variable in front where they begin with <c>$NAME/</c>.</summary>
internal sealed class StudyPaths(string folder, List<Problem> problems)
{
    /// <summary>The path; null after a problem.</summary>
    public string? Resolve(string path, string place)
    {
        (string? resolved, string? missing) = EnvironmentPath.Resolve(path, folder);
        if (missing is not null)
            problems.Add(new Problem("study-malformed", place, $"The environment variable {missing} is not set.", "Set it to the folder of the files."));
        return resolved;
    }

    /// <summary>A dataset's name stays as it is, a path is resolved.</summary>
    public string ResolveData(string data, string place) => data.Contains('/', StringComparison.Ordinal) || data.EndsWith(".json", StringComparison.Ordinal) ? Resolve(data, place) ?? data : data;
}
