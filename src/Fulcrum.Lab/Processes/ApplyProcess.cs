using System.Diagnostics;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Processes;

/// <summary>A real `fulcrum apply` process, run to its end.</summary>
public static class ApplyProcess
{
    /// <summary>Applies operators; the process's progress is passed on.</summary>
    /// <param name="command">This program.</param>
    /// <param name="arguments">Of the verb.</param>
    /// <param name="progress">Told what the process tells.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ChildProcessException">It failed; the message says what it said.</exception>
    public static async Task RunAsync(FulcrumCommand command, IEnumerable<string> arguments, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using Process process = command.Start(["apply", .. arguments, "--progress", "json"]);
        using CancellationTokenRegistration kill = cancellation.Register(() => process.Kill(entireProcessTree: true));
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        string errors = await ChildLines.ReadAsync(process.StandardError, progress).ConfigureAwait(false);
        await output.ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
            throw new ChildProcessException("apply", errors);
    }
}
