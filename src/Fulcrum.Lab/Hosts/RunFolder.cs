using Fulcrum.Lab.Processes;

namespace Fulcrum.Lab.Hosts;

/// <summary>A folder that lives as long as one process, on whichever machine that is: holds what the process is given in secret and what it makes, and is gone however the process or the one that started it ends.</summary>
internal static class RunFolder
{
    /// <summary>The process in such a folder; as it is where it needs none.</summary>
    /// <param name="command">How it is started.</param>
    /// <param name="given">Options that take a file, and the file's only line.</param>
    /// <param name="made">Options that name a file to be made; its content follows the output.</param>
    public static FulcrumCommand Around(FulcrumCommand command, IReadOnlyList<(string Option, string Line)> given, IReadOnlyList<string> made) => given.Count + made.Count == 0 ? command : command with
    {
        FileName = "sh",
        Prefix = ["-c", HostScripts.Run, "fulcrum", string.Join(' ', given.Select(g => g.Option)), string.Join(' ', made), command.FileName, .. command.Prefix],
        Told = [.. command.Told, .. given.Select(g => g.Line)],
    };

    /// <summary>What a process printed, and behind it the files that it made.</summary>
    public static (string Output, IReadOnlyList<string> Made) Split(string printed) => printed.Split(HostScripts.Separator) is [string output, .. string[] made] ? (output, made) : (printed, []);
}
