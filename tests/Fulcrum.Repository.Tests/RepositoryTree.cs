using System.Diagnostics;

namespace Fulcrum.Repository.Tests;

/// <summary>The working tree that these tests read.</summary>
internal static class RepositoryTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>Tracked files, relative to the root.</summary>
    public static IReadOnlyList<string> TrackedFiles { get; } = Git("ls-files");

    public static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains("/obj/") && !f.Contains("/bin/"));

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Fulcrum.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("No Fulcrum.slnx above the tests.");
    }

    private static string[] Git(string command)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", command) { WorkingDirectory = Root, RedirectStandardOutput = true })!;
        string[] lines = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        return lines;
    }
}
