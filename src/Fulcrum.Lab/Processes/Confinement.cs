namespace Fulcrum.Lab.Processes;

/// <summary>Starts a program inside control groups and a network namespace.</summary>
internal static class Confinement
{
    // The shell joins the groups and becomes the program: nothing of it runs outside them. A group that is gone ends it.
    private const string Join = "while [ \"$1\" != -- ]; do echo $$ > \"$1\" || exit 125; shift; done; shift; exec \"$@\"";

    /// <summary>How to start it there.</summary>
    /// <param name="command">The program.</param>
    /// <param name="processFiles">Of the groups: their <c>cgroup.procs</c>.</param>
    /// <param name="networkNamespace">The namespace's file; null: the one of this process. (Not <c>ip netns exec</c>, which hides the control groups from the program.)</param>
    public static FulcrumCommand Wrap(FulcrumCommand command, IReadOnlyList<string> processFiles, string? networkNamespace = null)
    {
        FulcrumCommand inside = networkNamespace is null ? command : command with { FileName = "nsenter", Prefix = [$"--net={networkNamespace}", "--", command.FileName, .. command.Prefix] };
        return processFiles.Count == 0 ? inside : inside with { FileName = "/bin/sh", Prefix = ["-c", Join, "fulcrum", .. processFiles, "--", inside.FileName, .. inside.Prefix] };
    }
}
