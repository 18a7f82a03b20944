namespace Fulcrum.Problems;

/// <summary>Paths in files that people write: relative to the file, or <c>$NAME/...</c> beneath the folder that an environment variable names.</summary>
public static class EnvironmentPath
{
    /// <summary>The path, and the variable that is needed and not set.</summary>
    /// <param name="path">As written.</param>
    /// <param name="folder">That of the file it is written in.</param>
    /// <returns>The resolved path, or null and the variable's name.</returns>
    public static (string? Path, string? Missing) Resolve(string path, string folder)
    {
        if (!path.StartsWith('$') || path.IndexOf('/', StringComparison.Ordinal) is not (> 1 and int slash))
            return (Path.Combine(folder, path), null);
        string name = path[1..slash];
        return Environment.GetEnvironmentVariable(name) is string root ? (Path.GetFullPath(Path.Combine(root, path[(slash + 1)..])), null) : (null, name);
    }
}
