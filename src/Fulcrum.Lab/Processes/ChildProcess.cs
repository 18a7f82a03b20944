using System.Diagnostics;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Processes;

/// <summary>A real `fulcrum VERB` process, run to its end.</summary>
public static class ChildProcess
{
    /// <summary>How long a child may say nothing: verbs report progress at least every few seconds, so it hangs.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(15);

    /// <summary>What it printed; its progress is passed on. Whatever ends this ends the process.</summary>
    /// <param name="command">This program.</param>
    /// <param name="verb">What it does.</param>
    /// <param name="arguments">Of the verb.</param>
    /// <param name="progress">Told what the process tells.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="silence">How long it may say nothing; a quarter of an hour by default.</param>
    /// <exception cref="ChildProcessException">It failed, or hung; the message says what it said.</exception>
    public static async Task<string> RunAsync(FulcrumCommand command, string verb, IEnumerable<string> arguments, IProgress<WorkProgress>? progress, CancellationToken cancellation, TimeSpan? silence = null)
    {
        cancellation.ThrowIfCancellationRequested();
        TimeSpan patience = silence ?? Silence;
        using Process process = command.Start([verb, .. arguments, "--output", "json", "--progress", "json"]);
        using var hung = new CancellationTokenSource(patience);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, hung.Token);
        Task end = Task.CompletedTask;
        using CancellationTokenRegistration kill = ended.Token.Register(() => end = command.EndAsync(process));
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        string errors = await ChildLines.ReadAsync(process.StandardError, progress, () => hung.CancelAfter(patience)).ConfigureAwait(false);
        string printed = await output.ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        await end.ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (hung.IsCancellationRequested)
            throw new ChildProcessException(verb, command.Said(FormattableString.Invariant($"{errors}it said nothing for {patience.TotalMinutes:0.##} minutes and was ended")));
        return process.ExitCode == 0 ? printed : throw new ChildProcessException(verb, command.Said(errors));
    }
}
