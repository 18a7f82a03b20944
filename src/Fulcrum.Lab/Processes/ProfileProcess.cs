using Fulcrum.Planning.Profiles;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Processes;

/// <summary>A real `fulcrum profile` process under a CPU quota, run to its end.</summary>
public static class ProfileProcess
{
    /// <summary>What the process measured; null when no quota can be set here.</summary>
    /// <param name="command">This program.</param>
    /// <param name="cores">The quota.</param>
    /// <param name="arguments">Of the verb, without the output.</param>
    /// <param name="progress">Its progress is passed on.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ChildProcessException">It failed.</exception>
    public static async Task<MachineProfile?> RunAsync(FulcrumCommand command, double cores, IEnumerable<string> arguments, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        using var limited = new LimitedCommand(command, cores);
        if (limited.IsRefused)
            return null;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fulcrum-profile-");
        try
        {
            string path = Path.Combine(folder.FullName, "profile.json");
            await ChildProcess.RunAsync(limited.Command, "profile", [.. arguments, "-o", path], progress, cancellation).ConfigureAwait(false);
            return ProfileFile.Read(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
