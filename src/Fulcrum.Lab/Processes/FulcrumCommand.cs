using System.ComponentModel;
using System.Diagnostics;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Processes;

/// <summary>How to start this program again as another process.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Prefix">Arguments before the verb (the assembly, when the executable is the .NET host).</param>
public sealed record FulcrumCommand(string FileName, IReadOnlyList<string> Prefix)
{
    /// <summary>The environment variable that tells this program that standard input is a pipe from whoever started it, which breaks when that one is gone.</summary>
    public const string OwnedVariable = "FULCRUM_OWNED";

    /// <summary>What a process of another machine is told besides: .NET's diagnostics leave their sockets in its temporary folder when a process is killed, as these are.</summary>
    private static readonly string[] Elsewhere = ["env", $"{OwnedVariable}=1", "DOTNET_EnableDiagnostics=0"];

    /// <summary>How long a process that is let go may take to end before it is killed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The program that takes the command to another machine, and its arguments up to there; empty (default): it runs here.</summary>
    public IReadOnlyList<string> Way { get; init; } = [];

    /// <summary>Where it runs, for messages (<c>tier 'edge', pi@192.168.1.20</c>); null (default): here.</summary>
    public string? Where { get; init; }

    /// <summary>Lines that it is told first on its standard input: what must not be seen among its arguments.</summary>
    public IReadOnlyList<string> Told { get; init; } = [];

    /// <summary>What it said, with the place.</summary>
    internal string Said(string errors) => Where is null ? errors : $"{(string.IsNullOrWhiteSpace(errors) ? ChildProcessException.Silent : errors.Trim())} ({Where})";

    /// <summary>Starts a verb with its output captured. The child gets no console of its own, and ends when this process does, however that ends.</summary>
    internal Process Start(params IEnumerable<string> arguments)
    {
        IEnumerable<string> words = [FileName, .. Prefix, .. arguments];
        string[] all = Way.Count == 0 ? [.. words] : [.. Way, .. Elsewhere.Concat(words).Select(PosixShell.Quote)];
        var start = new ProcessStartInfo(all[0], all[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment[OwnedVariable] = "1";
        Process process = Launch(start);
        try
        {
            foreach (string line in Told)
                process.StandardInput.Write($"{line}\n");
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended already: how it ended says why.
        }

        return process;
    }

    /// <summary>Ends a process that was started, and waits until it has.</summary>
    internal async Task EndAsync(Process process)
    {
        if (!process.HasExited && (Way.Count > 0 || Told.Count > 0))
        {
            // What runs elsewhere, or has files to take away, has to notice by itself: the pipe that it holds breaks.
            process.StandardInput.Close();
            using var late = new CancellationTokenSource(Patience);
            await process.WaitForExitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync().ConfigureAwait(false);
    }

    private Process Launch(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        }
        catch (Win32Exception failure) when (Way.Count > 0)
        {
            throw new InputException("tier-ssh", Where ?? Way[0], $"The ssh client {Way[0]} cannot be started: {failure.Message}", "Install OpenSSH's client (Debian: openssh-client), or name one in FULCRUM_SSH.", failure);
        }
    }
}
